/** The SQL of the pages runs on the stand-in, which refuses what Snowflake refuses. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { blocksOf } from './checks.js';
import { readPage, readPages } from './pages.js';
import { accountOfPages, sqlFaults } from './sql.js';

let engine: Awaited<ReturnType<typeof accountOfPages>>;
beforeAll(async () => {
    engine = await accountOfPages();
});
afterAll(() => engine.close());

const PAGES = readPages().filter((page) => blocksOf([page], 'sql').length > 0);

test.each(PAGES.map((page) => ({ file: page.file, page })))('the SQL of $file runs', async ({ page }) => {
    expect(await sqlFaults(engine, page)).toEqual([]);
});

test('what Snowflake refuses is seen', async () => {
    const planted = ['USE ROLE ACCOUNTADMIN;', 'GRANT USAGE ON DATABASE NOWHERE TO ROLE NANGO_READER;', 'GRNAT 1;'];
    const faults = await sqlFaults(engine, readPage('planted.md', `\`\`\`sql\n${planted.join('\n')}\n\`\`\``));
    expect(faults).toEqual([
        expect.stringContaining("Database 'NOWHERE' does not exist"),
        expect.stringContaining('GRNAT')
    ]);
});
