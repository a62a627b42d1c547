/** A result in pages, whatever its partitions. */
import { RECORDS_AT_ONCE } from '../limits.js';
import type { Row, StatementResult } from '../snowflake/client.js';
import { partitionsFrom } from '../snowflake/partitions.js';

export interface Place {
    readonly partition: number;
    readonly row: number;
}

export const FROM_THE_START: Place = { partition: 0, row: 0 };

export function isAtStart({ partition, row }: Place): boolean {
    return partition === 0 && row === 0;
}

interface Page {
    readonly rows: readonly Row[];
    /** The place after this page. */
    readonly next: Place;
}

export async function* pagesOf(result: StatementResult, at: Place): AsyncGenerator<Page> {
    let { partition, row } = at;
    for await (const rows of partitionsFrom(result, partition)) {
        while (row < rows.length) {
            const end = Math.min(row + RECORDS_AT_ONCE, rows.length);
            const next = end < rows.length ? { partition, row: end } : { partition: partition + 1, row: 0 };
            yield { rows: rows.slice(row, end), next };
            row = end;
        }
        partition += 1;
        row = 0;
    }
}
