/**
 * A later release of Snowflake's changes the columns of SHOW: what is new, gone, moved or of another type fails nothing
 * and updates nothing by itself, and what is new is named once a run.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import type { ResultSet } from 'snowflake-stand-in/types.js';
import { buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { KINDS } from '../../../shared/catalog/kinds/index.js';
import { KIND_SYNCS } from '../../support/functions.js';

let world: World;
beforeAll(async () => {
    world = await startWorld({ fill: buildSampleAccount });
});
afterAll(async () => await world.close());

const NEW = 'brand_new';

/** In reverse order, every column text, without a column that no model has, and with one more. */
function later(_kind: string, { columns, rows, kind }: ResultSet): ResultSet {
    const kept = columns
        .map((column, index) => ({ column, index }))
        .filter(({ column }) => column.name !== 'object_visibility')
        .toReversed();
    const text = columns.find(({ name }) => name === 'name' || name === 'column_name');
    return {
        kind,
        columns: [
            ...kept.map(({ column }) => (text ? { ...text, name: column.name } : column)),
            ...(text ? [{ ...text, name: NEW.toUpperCase() }] : [])
        ],
        rows: rows.map((cells, row) => [
            ...kept.map(({ index }) => cells[index] ?? null),
            ...(text ? [String(row)] : [])
        ])
    };
}

/** What the run logged of columns that are on no list. */
function told({ logs }: ExecutionResult): string[] {
    return logs.map((entry) => JSON.stringify(entry)).filter((text) => text.includes('does not know'));
}

describe.each(INTEGRATIONS)('%s', (integration) => {
    test.each(KIND_SYNCS.map(({ name }) => name))('%s', async (sync) => {
        const command = KINDS.find(({ name }) => name === sync)?.plural ?? '';
        world.engine.reshapeShow((_kind, answer) => answer);
        const first = await world.nango.runSync(integration, sync, CONNECTION);
        expect(first.error).toBeNull();
        expect(told(first)).toEqual([]);
        world.engine.reshapeShow(later);
        const run = await world.nango.runSync(integration, sync, CONNECTION);
        expect(run.error).toBeNull();
        const [counts] = Object.values(run.counts);
        expect(counts).toMatchObject({ added: 0, updated: 0, deleted: 0 });
        const [line, ...more] = told(run).filter((text) => text.includes(`SHOW ${command} has`));
        expect([line?.includes(NEW), more]).toEqual([true, []]);
    });
});
