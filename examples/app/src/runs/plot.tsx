/** Puts a plot of Observable's into the page, as wide as its place. */
import * as Plot from '@observablehq/plot';
import { useEffect, useRef, useState } from 'react';

import type { PlotOptions } from '@observablehq/plot';

export function PlotView({ options, label }: { readonly options: PlotOptions; readonly label: string }) {
    const place = useRef<HTMLDivElement>(null);
    const [width, setWidth] = useState(0);
    useEffect(() => {
        const element = place.current;
        if (element === null) return undefined;
        const observer = new ResizeObserver(() => setWidth(element.clientWidth));
        observer.observe(element);
        return () => observer.disconnect();
    }, []);
    useEffect(() => {
        if (place.current === null || width === 0) return;
        const plot = Plot.plot({ ...options, width, style: { fontSize: '12px', background: 'transparent' } });
        // The label says what it shows, and a table beside it the same in numbers.
        plot.setAttribute('aria-hidden', 'true');
        place.current.replaceChildren(plot);
    }, [options, width]);
    return <div ref={place} role="img" aria-label={label} className="min-h-40 overflow-hidden" />;
}
