/** Executions: ends of every kind, checkpoints, deletion tracking over interruptions, variants, locks, triggers. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { ids, probe, savePages, startFixture } from './project.js';

import type { LocalNango } from '../src/local-nango.js';
import type { ExecutionResult } from '../src/outcome.js';

let nango: LocalNango;

beforeEach(async () => {
    nango = await startFixture();
});
afterEach(async () => {
    await nango.close();
});

const PAGES = [[{ id: 'a' }, { id: 'b' }], [{ id: 'c' }]];

test('a sync says what it added, updated, left alone and deleted', async () => {
    expect((await savePages(nango, PAGES)).counts).toEqual({
        Item: { added: 3, updated: 0, deleted: 0, unchanged: 0 }
    });
    const second = await savePages(nango, [[{ id: 'a' }, { id: 'b', name: 'new' }]]);
    expect(second).toMatchObject({ status: 'success', error: null });
    expect(second.counts).toEqual({ Item: { added: 0, updated: 1, deleted: 1, unchanged: 1 } });
});

test('an interrupted sync goes on from its checkpoint, and deletes what was gone before it', async () => {
    await savePages(nango, [[{ id: 'old' }]]);
    const first = await savePages(nango, PAGES, { interruptAfterCheckpoints: 1 });
    expect(first.status).toBe('interrupted');
    expect(nango.checkpoint('fixture', 'pages', 'one')).toEqual({ page: 1 });
    const second = await savePages(nango, PAGES);
    expect(second.logs[0]?.message).toBe('Starting at page 1 as base');
    expect(second.counts['Item']).toEqual({ added: 1, updated: 0, deleted: 1, unchanged: 0 });
    expect(ids(nango)).toEqual(['a', 'b', 'c']);
    expect(nango.checkpoint('fixture', 'pages', 'one')).toBeNull();
});

test('a sync can be run on through all its interruptions', async () => {
    await savePages(nango, [], {});
    const connection = nango.connections.find('fixture', 'one');
    if (connection !== null) connection.metadata = { pages: [...PAGES, [{ id: 'd' }]] };
    const results = await nango.runSyncToEnd('fixture', 'pages', 'one', { interruptAfterCheckpoints: 1 });
    expect(results.map(({ status }) => status)).toEqual(['interrupted', 'interrupted', 'interrupted', 'success']);
    expect(ids(nango)).toEqual(['a', 'b', 'c', 'd']);
});

test('an interruption that a function turns into an error of its own is a failure', async () => {
    const result = await savePages(nango, PAGES, { interruptAfterCheckpoints: 1, wrapErrors: true });
    expect(result).toMatchObject({ status: 'failed', error: { payload: { code: 'wrapped' } } });
});

test('a failed sync deletes nothing and keeps its checkpoint', async () => {
    await savePages(nango, [[{ id: 'old' }]]);
    const result = await savePages(nango, PAGES, { failAtPage: 1 });
    expect(result).toMatchObject({
        status: 'failed',
        error: { type: 'action_script_runtime_error', payload: { code: 'page_failed' } }
    });
    expect(ids(nango)).toEqual(['a', 'b', 'old']);
    expect(nango.checkpoint('fixture', 'pages', 'one')).toEqual({ page: 1 });
});

test.for(['before', 'after'] as const)(
    'a sync that is killed %s any step ends right when it is run again',
    async (moment) => {
        const { steps } = await savePages(nango, PAGES);
        for (let step = 1; step <= steps; step++) {
            await savePages(nango, [[{ id: 'old' }]]);
            expect((await savePages(nango, PAGES, { kill: { step, moment } })).status).toBe('killed');
            await savePages(nango, PAGES);
            // A kill between the end of tracking and the clearing of the checkpoint leaves that for one more run.
            await savePages(nango, PAGES);
            expect(ids(nango)).toEqual(['a', 'b', 'c']);
        }
    }
);

type Pages = Parameters<typeof savePages>[1];

/** The first one stands still until the second has ended. */
async function overlapping(
    first: Pages,
    second: Pages,
    at: { step: number; moment: 'before' | 'after' }
): Promise<[ExecutionResult, ExecutionResult]> {
    let inner: ExecutionResult | undefined;
    const outer = await savePages(nango, first, {
        stall: { ...at, until: async () => (inner = await savePages(nango, second)) }
    });
    if (inner === undefined) throw new Error('The first run had ended before.');
    return [outer, inner];
}

test('of two overlapping executions the one that saves its checkpoint second is refused', async () => {
    await savePages(nango, [[{ id: 'old' }]]);
    const [first, second] = await overlapping(PAGES, [[{ id: 'a' }]], { step: 2, moment: 'before' });
    expect([first.error?.payload['message'], second.error]).toEqual([
        expect.stringContaining('Failed to save checkpoint: {"error":{"code":"checkpoint_conflict"'),
        null
    ]);
});

test('tracking that another execution has ended is an error', async () => {
    const { steps } = await savePages(nango, [[{ id: 'old' }]]);
    // Deletions, the end of tracking and the checkpoint's end are the last three.
    const [first] = await overlapping([[{ id: 'a' }]], [], { step: steps - 3, moment: 'after' });
    expect(first.error?.payload['message']).toContain("No track deletes starting point found for model 'Item'.");
});

test('a cancelled execution stops at its next use of the SDK', async () => {
    const result = await savePages(nango, PAGES, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ status: 'failed', error: { type: 'script_aborted' } });
});

test('variants have records, checkpoint and counts of their own', async () => {
    await savePages(nango, PAGES);
    const result = await savePages(nango, PAGES, { variant: 'eu', interruptAfterCheckpoints: 1 });
    expect(result.counts).toEqual({ 'Item::eu': { added: 2, updated: 0, deleted: 0, unchanged: 0 } });
    expect(result.logs[0]?.message).toBe('Starting at page 0 as eu');
    expect(nango.checkpoint('fixture', 'pages', 'one', 'eu')).toEqual({ page: 1 });
    expect(nango.checkpoint('fixture', 'pages', 'one')).toBeNull();
    expect(ids(nango, 'Item::eu')).toEqual(['a', 'b']);
});

test('a record that does not fit its model is refused', async () => {
    const result = await savePages(nango, [[{ id: 'a', name: 7 }]]);
    expect(result).toMatchObject({ status: 'failed', error: { type: 'invalid_sync_record' } });
    expect(ids(nango)).toEqual([]);
});

test('batches of more than 1,000 are saved in portions', async () => {
    const page = Array.from({ length: 2_500 }, (_, index) => ({ id: String(index) }));
    expect((await savePages(nango, [page])).counts['Item']).toMatchObject({ added: 2_500 });
    expect(nango.journal.values('records')).toHaveLength(3);
});

test('duplicates in a batch show in the log', async () => {
    const result = await savePages(nango, [[{ id: 'a' }, { id: 'a', name: 'again' }]]);
    expect(result.logs).toContainEqual(
        expect.objectContaining({ level: 'warn', message: expect.stringContaining("duplicate key 'a'") })
    );
});

test.for([
    [
        'action',
        { type: 'action_script_runtime_error', payload: { code: 'refused', message: 'Not today.' }, status: 500 }
    ],
    ['plain', { type: 'script_internal_error', payload: { name: 'Error', message: 'plain failure' }, status: 500 }],
    ['engine', { type: 'script_internal_error', payload: { name: 'SyntaxError' }, status: 500 }]
] as const)('a thrown %s error reaches the caller in its own shape', async ([kind, error]) => {
    const result = await nango.runAction('fixture', 'probe', 'one', { op: 'throw', kind });
    expect(result).toMatchObject({ status: 'failed', error });
});

test('output that does not fit its schema is refused', async () => {
    const result = await nango.runAction('fixture', 'probe', 'one', { op: 'invalid-output' });
    expect(result).toMatchObject({ status: 'failed', error: { type: 'invalid_action_output' } });
});

test.for([
    ['clear', 'Error deleting checkpoint: Failed to delete checkpoint: {"error":{"code":"checkpoint_conflict"'],
    ['long', '4000'],
    ['wide', 'more than 16 fields']
])('a checkpoint that Nango refuses fails the execution: %s', async ([kind, message]) => {
    const result = await nango.runAction('fixture', 'probe', 'one', { op: 'checkpoint', kind });
    expect(result.error?.payload['message']).toContain(message);
});

test('a saved checkpoint is there for the next execution, and can be cleared once', async () => {
    await probe(nango, { op: 'checkpoint', kind: 'save' });
    expect(await probe(nango, { op: 'checkpoint' })).toEqual({ at: 1, text: '' });
    expect(await probe(nango, { op: 'checkpoint', kind: 'clear' })).toBeNull();
    expect((await nango.runAction('fixture', 'probe', 'one', { op: 'checkpoint', kind: 'clear' })).status).toBe(
        'failed'
    );
});

test('metadata that a function writes is what it reads next', async () => {
    expect(await probe(nango, { op: 'metadata' })).toEqual({ seen: true });
});

test('environment variables and connections, also of others, can be read', async () => {
    nango.environment.set('NAME', 'value');
    expect(await probe(nango, { op: 'environment' })).toEqual([{ name: 'NAME', value: 'value' }]);
    nango.addIntegration('aws', 'aws-multi-service');
    const credentials = { type: 'BASIC', username: 'key-id', password: 'key' } as const;
    nango.addConnection({ integration: 'aws', id: 'exports', credentials });
    expect(await probe(nango, { op: 'connection', kind: 'aws', key: 'exports' })).toMatchObject({ other: credentials });
    const missing = await nango.runAction('fixture', 'probe', 'one', { op: 'connection', kind: 'aws', key: 'none' });
    expect(missing.error).toMatchObject({ type: 'script_http_error', status: 404 });
});

test('a lock keeps out nobody but with a shared table', async () => {
    expect(await probe(nango, { op: 'lock' })).toEqual([true, true, true]);
    const shared = await startFixture({ locks: 'shared' });
    expect(await probe(shared, { op: 'lock' })).toEqual([true, true, true]);
    await shared.close();
});

test('a triggered sync runs on its own', async () => {
    await savePages(nango, PAGES);
    expect(await probe(nango, { op: 'trigger' })).toBe('triggered');
    await nango.idle();
    expect(nango.triggered).toMatchObject([{ name: 'pages', result: { status: 'success' } }]);
});

test('what is printed is lost, what is logged is kept with its level', async () => {
    const { logs } = await nango.runAction('fixture', 'probe', 'one', { op: 'log', key: 'x' });
    expect(logs).toEqual([
        { level: 'warn', message: 'shown', source: 'user', meta: { secret: 'x' } },
        { level: 'debug', message: 'fine print', source: 'user' }
    ]);
});
