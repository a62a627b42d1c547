/**
 * What the package is measured against: a walk with a request per container (for columns, per table), one after the
 * other, whose results are held whole and saved at the end. One that takes too long is cut off.
 */
import { quoteIdentifier, quotePath } from '../../shared/snowflake/identifiers.js';
import type { CountingHandle } from './counting-handle.js';
import { allRows } from './sql-api.js';

type Row = Record<string, string | null>;

/** How much of the walk was made: 1 for all of it. */
export async function walkNaively(handle: CountingHandle, sync: string, mostRequests: number): Promise<number> {
    const records: Row[] = [];
    const containers = sync === 'roles' ? await roles(handle) : await containersOf(handle, sync, mostRequests);
    let read = 0;
    for (const statement of containers) {
        if (read > 0 && handle.requests >= mostRequests) break;
        for (const row of await allRows(handle, statement)) records.push({ id: Object.values(row).join('.'), ...row });
        read += 1;
    }
    await handle.batchSave(records);
    return containers.length === 0 ? 1 : read / containers.length;
}

async function roles(handle: CountingHandle): Promise<string[]> {
    const rows = await allRows(handle, 'SHOW ROLES LIMIT 10000');
    return rows.map(({ name }) => `SHOW GRANTS OF ROLE ${quoteIdentifier(name ?? '')}`);
}

/** The statements that list the records, one per container that holds some. */
async function containersOf(handle: CountingHandle, sync: string, mostRequests: number): Promise<string[]> {
    const paths = async (statement: string, ...above: string[]): Promise<string[][]> =>
        (await allRows(handle, statement)).map(({ name }) => [...above, name ?? '']);
    if (sync === 'query-results') return ['SELECT * FROM T'];
    if (sync === 'users') return ['SHOW USERS LIMIT 10000'];
    if (sync === 'databases') return ['SHOW DATABASES'];
    const databases = await paths('SHOW DATABASES');
    if (sync === 'schemas') return databases.map((path) => `SHOW SCHEMAS IN DATABASE ${quotePath(...path)}`);
    const schemas: string[][] = [];
    for (const path of databases) {
        schemas.push(...(await paths(`SHOW SCHEMAS IN DATABASE ${quotePath(...path)}`, ...path)));
    }
    if (sync === 'tables') return schemas.map((path) => `SHOW TABLES IN SCHEMA ${quotePath(...path)}`);
    const tables: string[][] = [];
    let tablesPerSchema = 0;
    for (const path of schemas) {
        // Half of what the walk may cost: past it, the schemas left are taken to be like those before.
        if (tablesPerSchema > 0 && handle.requests >= mostRequests / 2) {
            for (let number = 0; number < tablesPerSchema; number += 1) tables.push([...path, String(number)]);
            continue;
        }
        const found = await paths(`SHOW TABLES IN SCHEMA ${quotePath(...path)}`, ...path);
        tablesPerSchema = found.length;
        tables.push(...found);
    }
    return tables.map((path) => `SHOW COLUMNS IN TABLE ${quotePath(...path)}`);
}
