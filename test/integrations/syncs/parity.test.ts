/** The way a customer signs in must not show in the records: all give the same bytes. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { CONNECTION, WAYS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { SNOWFLAKE_SYNCS } from '../../support/functions.js';

const RUNS = [
    ...SNOWFLAKE_SYNCS.map(({ name }) => ({ name, variant: 'base' })),
    { name: 'query-results', variant: 'types' }
];

const EVERY_TYPE = `SELECT 1 AS ID, 12345678901234567890123456789012345678::NUMBER(38,0) AS BIG, 1234567890.123456789::NUMBER(30,9) AS EXACT,
    0.1::FLOAT AS RATIO, TRUE AS YES, FALSE AS NO, NULL AS NOTHING, 'näme ''x'' 😀' AS TXT, TO_DATE('2025-01-02') AS D, TO_TIME('03:04:05.123456') AS T,
    TO_TIMESTAMP_NTZ('2025-01-02 03:04:05.123456789') AS NTZ, TO_TIMESTAMP_TZ('2025-01-02 03:04:05 +02:00') AS TZ, TO_TIMESTAMP_LTZ('2025-01-02 03:04:05 +00:00') AS LTZ,
    PARSE_JSON('{"a":[1,2.5,"x",null,true],"big":12345678901234567890}') AS V, ARRAY_CONSTRUCT(1, 2) AS A, OBJECT_CONSTRUCT('k', 1) AS O, TO_BINARY('DEADBEEF', 'HEX') AS B`;

test('every connection gives byte-identical records for all syncs', { timeout: 120_000 }, async () => {
    const world = await startWorld({ fill: buildSampleAccount });
    try {
        world.setMetadata({
            include_user_roles: true,
            warehouse: 'NANGO_WH',
            query: 'SELECT ID, ID * 3 AS TRIPLE FROM (SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 2500)))',
            id_column: 'ID',
            queries: { types: { query: EVERY_TYPE, id_column: 'ID' } }
        });
        for (const { name, variant } of RUNS) {
            const saved: string[][] = [];
            for (const integration of WAYS) {
                const result = await world.nango.runSync(integration, name, CONNECTION, { variant });
                expect([integration, name, result.error]).toEqual([integration, name, null]);
                saved.push(savedBy(world, result.execution));
            }
            const [first = [], ...others] = saved;
            expect(first.length).toBeGreaterThan(0);
            for (const other of others) expect(other).toEqual(first);
        }
    } finally {
        await world.close();
    }
});

const Batch = z.object({ model: z.string(), records: z.array(z.looseObject({})) });

/** The records of an execution as they were saved, byte by byte; parts that are read side by side come in any order. */
function savedBy(world: World, execution: number): string[] {
    const entries = world.nango.journal.entries.filter(
        (entry) => entry.kind === 'records' && entry.execution === execution
    );
    return entries
        .flatMap(({ text }) => Batch.parse(JSON.parse(text)).records.map((record) => JSON.stringify(record)))
        .toSorted();
}
