/** A result of these partitions, which come as a slice each. */
import type { ResultColumn, Row, StatementResult } from '../../shared/snowflake/client.js';

export function resultOf(
    columns: readonly ResultColumn[],
    partitions: readonly (readonly Row[])[],
    handle = 'H1'
): StatementResult {
    return {
        handle,
        columns,
        rowCount: partitions.flat().length,
        partitionCount: partitions.length,
        cut: partitions.map((rows) => rows.length).join(),
        stats: null,
        childHandles: [],
        partition: async (index) => await Promise.resolve(partitions[index] ?? []),
        async *slices(from = { partition: 0, row: 0 }) {
            for (const [index, rows] of partitions.entries()) {
                if (index < from.partition) continue;
                const first = index === from.partition ? from.row : 0;
                yield await Promise.resolve({ rows: rows.slice(first), next: { partition: index + 1, row: 0 } });
            }
        }
    };
}

export function textColumn(name: string): ResultColumn {
    return { name, type: 'TEXT', precision: null, scale: null, length: null, nullable: true };
}
