/** The accounts that the benchmark measures, by the letter that its flag names them with. */
import { z } from 'zod';

export const SizeSchema = z.object({
    databases: z.number().int(),
    /** In each database, and so on. */
    schemas: z.number().int(),
    tables: z.number().int(),
    columns: z.number().int(),
    roles: z.number().int(),
    users: z.number().int(),
    /** Of the query that query-results runs. */
    queryRows: z.number().int()
});
export type Size = z.infer<typeof SizeSchema>;

const CATALOGUE = ['schemas', 'tables', 'columns', 'roles', 'users'] as const;

/** What SHOW does past 10,000 rows: as documented, or (columns alone) all of them, as some accounts do. */
export type Cap = 'documented' | 'whole';

export interface Measurement {
    readonly size: Size;
    readonly syncs: readonly string[];
    /** What an account with a tenth of the records has a tenth of. */
    readonly grows: keyof Size;
    /** What SHOW does past 10,000 rows, of the accounts that are measured; as documented unless it says otherwise. */
    readonly caps?: readonly Cap[];
    /** A naive walk of one of these takes too long to be worth it. */
    readonly withoutNaive?: boolean;
    /**
     * Syncs that take long: bare JSON.parse, fetching and all but the shortest latency are measured on the tenth and taken
     * ten times, and by SHOW over one connection alone.
     */
    readonly long?: readonly string[];
}

export const SIZES = {
    S: {
        size: { databases: 3, schemas: 5, tables: 20, columns: 10, roles: 20, users: 50, queryRows: 0 },
        syncs: ['tables', 'columns', 'roles'],
        grows: 'tables'
    },
    M: {
        size: { databases: 20, schemas: 20, tables: 50, columns: 20, roles: 200, users: 1000, queryRows: 0 },
        syncs: CATALOGUE,
        grows: 'schemas'
    },
    /** Schemas of 10,000 columns: as many as SHOW lists at once. */
    W: {
        size: { databases: 1, schemas: 10, tables: 200, columns: 50, roles: 0, users: 0, queryRows: 0 },
        syncs: ['columns'],
        grows: 'tables',
        caps: ['documented', 'whole']
    },
    /** A thousand roles, all but one with a member. */
    R: {
        size: { databases: 1, schemas: 1, tables: 1, columns: 1, roles: 1000, users: 0, queryRows: 0 },
        syncs: ['roles'],
        grows: 'roles',
        withoutNaive: true
    },
    L: {
        size: { databases: 10, schemas: 50, tables: 100, columns: 20, roles: 20_000, users: 100_000, queryRows: 0 },
        syncs: CATALOGUE,
        grows: 'tables',
        long: ['roles'],
        withoutNaive: true
    },
    Q: {
        size: { databases: 1, schemas: 1, tables: 1, columns: 1, roles: 0, users: 0, queryRows: 10_000_000 },
        syncs: ['query-results'],
        grows: 'queryRows',
        long: ['query-results'],
        withoutNaive: true
    }
} as const satisfies Readonly<Record<string, Measurement>>;
export type SizeName = keyof typeof SIZES;

export function isSizeName(name: string): name is SizeName {
    return name in SIZES;
}

/** The same account with a tenth of the records. */
export function tenth({ size, grows }: Measurement): Size {
    const counted = { ...size, [grows]: Math.ceil(size[grows] / 10) };
    return { ...counted, roles: Math.ceil(size.roles / 10), users: Math.ceil(size.users / 10) };
}

export function recordsOf(size: Size, sync: string): number {
    const { databases, schemas, tables, columns, roles, users, queryRows } = size;
    const counts: Readonly<Record<string, number>> = {
        databases,
        schemas: databases * schemas,
        tables: databases * schemas * tables,
        columns: databases * schemas * tables * columns,
        roles,
        users,
        'query-results': queryRows
    };
    return counts[sync] ?? 0;
}

/** As many rows as SHOW gives at once. */
const SHOW_CAP_ROWS = 10_000;

/**
 * The fewest statements that give all records: one list of the databases and one per database or per 10,000 rows,
 * whichever is more; for roles one more per role that has members, which is each but the first.
 */
export function fewestStatements(size: Size, sync: string): number {
    const records = recordsOf(size, sync);
    const lists = Math.ceil(records / SHOW_CAP_ROWS);
    switch (sync) {
        case 'query-results':
            return 1;
        case 'databases':
        case 'users':
            return Math.max(1, lists);
        case 'roles':
            return Math.max(1, lists) + Math.max(0, records - 1);
        default:
            return 1 + Math.max(size.databases, lists);
    }
}
