/** The tree, of which only the lines in view are drawn; it is walked with the arrow keys. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef } from 'react';

import { number } from '../shared/ui.js';

import type { KeyboardEvent } from 'react';
import type { Kind, Line } from './tree.js';

const LINE_PX = 30;
const SIGNS: Readonly<Record<Kind, string>> = { database: '⛁', schema: '▤', table: '▦', view: '◫' };

export interface TreeViewProps {
    readonly lines: readonly Line[];
    readonly selected: string | null;
    readonly fresh: ReadonlySet<string>;
    readonly onSelect: (id: string) => void;
    readonly onToggle: (id: string, isOpen: boolean) => void;
}

export function TreeView({ lines, selected, fresh, onSelect, onToggle }: TreeViewProps) {
    const base = useId();
    const scroll = useRef<HTMLDivElement>(null);
    const virtual = useVirtualizer({
        count: lines.length,
        getScrollElement: () => scroll.current,
        estimateSize: () => LINE_PX,
        getItemKey: (index) => lines[index]?.id ?? index,
        overscan: 15
    });
    const at = lines.findIndex(({ id }) => id === selected);

    const go = (index: number): void => {
        const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
        if (line === undefined) return;
        onSelect(line.id);
        virtual.scrollToIndex(lines.indexOf(line));
    };
    const steer = (event: KeyboardEvent): void => {
        const line = lines[at];
        const keys: Readonly<Record<string, () => void>> = {
            ArrowDown: () => go(at + 1),
            ArrowUp: () => go(at - 1),
            Home: () => go(0),
            End: () => go(lines.length - 1),
            ArrowRight: () => {
                if (line === undefined || line.count === null) return;
                if (line.isOpen) go(at + 1);
                else onToggle(line.id, true);
            },
            ArrowLeft: () => {
                if (line?.isOpen === true) onToggle(line.id, false);
                else if (line?.parent != null) onSelect(line.parent);
            },
            Enter: () => {
                if (line !== undefined && line.count !== null) onToggle(line.id, !line.isOpen);
            }
        };
        const key = keys[event.key];
        if (key === undefined) return;
        event.preventDefault();
        key();
    };

    return (
        <div
            ref={scroll}
            role="tree"
            aria-label="Databases, schemas, tables and views"
            tabIndex={0}
            aria-activedescendant={at < 0 ? undefined : `${base}-${at}`}
            onKeyDown={steer}
            className="min-h-0 flex-1 overflow-auto p-2 text-sm"
        >
            <div className="relative" role="presentation" style={{ height: virtual.getTotalSize() }}>
                {virtual.getVirtualItems().map((item) => {
                    const line = lines[item.index];
                    if (line === undefined) return null;
                    return (
                        <div
                            key={item.key}
                            id={`${base}-${item.index}`}
                            role="treeitem"
                            aria-level={line.level}
                            aria-selected={line.id === selected}
                            {...(line.count !== null && { 'aria-expanded': line.isOpen })}
                            onClick={() => {
                                onSelect(line.id);
                                if (line.count !== null) onToggle(line.id, !line.isOpen || line.id !== selected);
                            }}
                            className={`absolute inset-x-0 flex cursor-pointer items-center gap-2 rounded-md px-2 ${line.id === selected ? 'bg-sky-100 font-medium text-sky-950' : 'hover:bg-slate-100'} ${fresh.has(line.id) ? 'flash' : ''}`}
                            style={{
                                height: LINE_PX,
                                transform: `translateY(${item.start}px)`,
                                paddingLeft: `${line.level * 1.1 - 0.6}rem`
                            }}
                        >
                            <span aria-hidden="true" className="w-3 text-slate-500">
                                {line.count === null ? '' : line.isOpen ? '▾' : '▸'}
                            </span>
                            <span aria-hidden="true" className="text-slate-500">
                                {SIGNS[line.kind]}
                            </span>
                            <span className="truncate">{line.name}</span>
                            <span className="ml-auto text-xs text-slate-600">
                                {line.count === null ? line.kind : number(line.count)}
                            </span>
                        </div>
                    );
                })}
            </div>
        </div>
    );
}
