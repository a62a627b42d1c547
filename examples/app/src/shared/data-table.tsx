/** A sortable table that shows only the rows in view, however many there are. */
import {
    createColumnHelper,
    createSortedRowModel,
    rowSortingFeature,
    sortFn_alphanumeric,
    sortFn_text,
    tableFeatures,
    useTable
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';

import type { ReactNode } from 'react';

const ROW_PX = 34;
const features = tableFeatures({
    rowSortingFeature,
    sortedRowModel: createSortedRowModel(),
    sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text }
});

export interface DataColumn<Row> {
    readonly id: string;
    readonly header: string;
    readonly value: (row: Row) => string | number | null;
    readonly show?: (row: Row) => ReactNode;
    /** A track of CSS grid, e.g. `2fr` or `6rem`. */
    readonly width: string;
    readonly numeric?: boolean;
}

export interface DataTableProps<Row> {
    readonly caption: string;
    readonly rows: readonly Row[];
    readonly rowId: (row: Row) => string;
    readonly columns: readonly DataColumn<Row>[];
    /** Rows that changed a moment ago. */
    readonly fresh?: ReadonlySet<string>;
    readonly onOpen?: (row: Row) => void;
}

export function DataTable<Row extends object>({ caption, rows, rowId, columns, fresh, onOpen }: DataTableProps<Row>) {
    const data = useMemo(() => [...rows], [rows]);
    const defined = useMemo(() => {
        const helper = createColumnHelper<typeof features, Row>();
        return helper.columns(
            columns.map(({ id, header, value }) => helper.accessor(value, { id, header, sortUndefined: 'last' }))
        );
    }, [columns]);
    const table = useTable({ features, columns: defined, data, getRowId: rowId });
    const scroll = useRef<HTMLDivElement>(null);
    const shown = table.getRowModel().rows;
    const virtual = useVirtualizer({
        count: shown.length,
        getScrollElement: () => scroll.current,
        estimateSize: () => ROW_PX,
        getItemKey: (index) => shown[index]?.id ?? index,
        overscan: 12
    });
    const grid = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
    return (
        <div ref={scroll} className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="region" aria-label={caption}>
            <div
                role="table"
                aria-label={caption}
                aria-rowcount={shown.length + 1}
                className="w-max min-w-full text-sm"
            >
                <div role="rowgroup" className="sticky top-0 z-10 bg-slate-50">
                    {table.getHeaderGroups().map((group) => (
                        <div
                            key={group.id}
                            role="row"
                            aria-rowindex={1}
                            className="grid border-b border-slate-200"
                            style={grid}
                        >
                            {group.headers.map((header, index) => {
                                const sorted = header.column.getIsSorted();
                                return (
                                    <div
                                        key={header.id}
                                        role="columnheader"
                                        aria-sort={
                                            sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'
                                        }
                                    >
                                        <button
                                            type="button"
                                            onClick={() => header.column.toggleSorting()}
                                            className={`flex w-full cursor-pointer items-center gap-1 px-3 py-2 text-xs font-semibold text-slate-700 hover:text-slate-950 ${columns[index]?.numeric === true ? 'flex-row-reverse' : ''}`}
                                        >
                                            {columns[index]?.header}
                                            <span aria-hidden="true" className="w-2 text-slate-500">
                                                {sorted === 'asc' ? '▴' : sorted === 'desc' ? '▾' : ''}
                                            </span>
                                        </button>
                                    </div>
                                );
                            })}
                        </div>
                    ))}
                </div>
                <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
                    {virtual.getVirtualItems().map((item) => {
                        const row = shown[item.index];
                        if (row === undefined) return null;
                        return (
                            <div
                                key={item.key}
                                role="row"
                                aria-rowindex={item.index + 2}
                                className={`absolute inset-x-0 grid border-b border-slate-100 ${fresh?.has(row.id) === true ? 'flash' : ''} ${onOpen === undefined ? '' : 'hover:bg-sky-50'}`}
                                style={{ ...grid, height: ROW_PX, transform: `translateY(${item.start}px)` }}
                            >
                                {columns.map((column, index) => (
                                    <div
                                        key={column.id}
                                        role="cell"
                                        className={`truncate px-3 py-1.5 ${column.numeric === true ? 'text-right tabular-nums' : ''}`}
                                    >
                                        {index === 0 && onOpen !== undefined ? (
                                            <button
                                                type="button"
                                                onClick={() => onOpen(row.original)}
                                                className="cursor-pointer text-sky-800 underline-offset-2 hover:underline"
                                            >
                                                {column.value(row.original)}
                                            </button>
                                        ) : (
                                            (column.show?.(row.original) ?? column.value(row.original))
                                        )}
                                    </div>
                                ))}
                            </div>
                        );
                    })}
                </div>
            </div>
        </div>
    );
}
