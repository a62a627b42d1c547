/** Listens to what Nango told the server, and asks again for what it is about. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';

const EventSchema = z.object({
    type: z.enum(['sync', 'auth']),
    integration: z.string(),
    connectionId: z.string(),
    sync: z.string().nullable(),
    success: z.boolean()
});

/** Whether the page hears the server. */
export function useLive(): boolean {
    const queries = useQueryClient();
    const [hears, setHears] = useState(false);
    useEffect(() => {
        const source = new EventSource('/api/live');
        source.addEventListener('open', () => setHears(true));
        source.addEventListener('error', () => setHears(false));
        source.addEventListener('nango', ({ data }: MessageEvent<string>) => {
            const { type, integration, connectionId, sync } = EventSchema.parse(JSON.parse(data));
            if (type === 'auth') {
                void queries.invalidateQueries({ queryKey: ['connections'] });
                return;
            }
            const about = [integration, connectionId];
            void queries.invalidateQueries({ queryKey: ['runs', ...about] });
            if (sync === 'export-secrets') void queries.invalidateQueries({ queryKey: ['exports', ...about] });
            else void queries.invalidateQueries({ queryKey: ['records', ...about, sync] });
        });
        return () => source.close();
    }, [queries]);
    return hears;
}
