/**
 * Random accounts, changes between and during runs, settings, faults, interruptions and kills; in the end the records equal
 * the account, and no run deletes what was there all the time. `npm run test:search` goes on with it (MODEL_MINUTES).
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { INTEGRATIONS } from '../../../local/world.js';
import type { RunOptions } from 'nango-stand-in/local-nango.js';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { FAULTS } from '../fault-matrix/faults.js';
import { startMatrixWorld } from '../fault-matrix/world.js';
import type { MatrixWorld } from '../fault-matrix/world.js';
import { AccountModel, change, KEPT, settings, textOf } from './account-model.js';
import type { Change, ScopeSettings } from './account-model.js';

const SYNCS = { databases: 'Database', tables: 'Table', columns: 'Column' } as const;
const IS_SEARCH = process.env['FC_RUNS'] !== undefined;
const MINUTES = Number(process.env['MODEL_MINUTES'] ?? 8);
const FEW = 15;

const TROUBLE = FAULTS.map(({ name }) => name);
/** Of the user: each run meets them unless it asks for something else. */
const PARAMETERS = [
    'ROWS_PER_RESULTSET = 1',
    'QUOTED_IDENTIFIERS_IGNORE_CASE = TRUE',
    "TIMEZONE = 'Asia/Tokyo'",
    'JSON_INDENT = 0'
];

const run = fc.record({
    before: fc.array(change, { maxLength: 4 }),
    /** Done while that request of the run is under way. */
    during: fc.option(fc.record({ request: fc.integer({ min: 1, max: 4 }), change }), { nil: null }),
    fault: fc.option(fc.constantFrom(...TROUBLE), { nil: null }),
    cut: fc.oneof(
        { weight: 3, arbitrary: fc.constant<RunOptions>({}) },
        fc.integer({ min: 1, max: 3 }).map((count): RunOptions => ({ interruptAfterCheckpoints: count })),
        fc
            .record({
                step: fc.integer({ min: 1, max: 12 }),
                moment: fc.constantFrom('before' as const, 'after' as const)
            })
            .map((kill): RunOptions => ({ kill }))
    )
});
const story = fc.record({
    integration: fc.constantFrom(...INTEGRATIONS),
    sync: fc.constantFrom('databases' as const, 'tables' as const, 'columns' as const),
    scopes: fc.array(settings, { minLength: 1, maxLength: 3 }),
    parameter: fc.option(fc.constantFrom(...PARAMETERS), { nil: null }),
    start: fc.array(change, { maxLength: 8 }),
    runs: fc.array(run, { minLength: 1, maxLength: 4 })
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

let world: MatrixWorld;
beforeAll(async () => {
    world = await startMatrixWorld();
});
afterAll(async () => {
    await world.close();
});

test(
    'after quiet runs the records equal the account',
    { timeout: IS_SEARCH ? (MINUTES + 2) * 60_000 : 120_000 },
    async () => {
        await fc.assert(
            fc.asyncProperty(story, tell),
            IS_SEARCH
                ? { numRuns: 1_000_000, interruptAfterTimeLimit: MINUTES * 60_000, markInterruptAsFailure: false }
                : { numRuns: FEW }
        );
    }
);

async function tell({ integration, sync, scopes, parameter, start, runs }: Story): Promise<void> {
    const { engine, nango } = world;
    for (const database of engine.account.databases.values()) await engine.drop(database);
    const model = new AccountModel(engine);
    for (const each of start) model.apply(each);
    const connection = world.connect(integration);
    const stored = nango.connections.get(integration, connection);
    stored.connectionConfig = { ...stored.connectionConfig, database: KEPT };
    await set(integration, connection, parameter, 'SET');
    const records = (): Set<string> => new Set(nango.records(integration, connection, SYNCS[sync]).map(textOf));
    let scope: ScopeSettings = {};
    try {
        for (const [index, each] of runs.entries()) {
            scope = scopes[index % scopes.length] ?? {};
            stored.metadata = { ...scope };
            for (const one of each.before) model.apply(one);
            const had = intersection(records(), model.expected(sync, scope));
            await disturbed(each, model, { integration, sync, connection });
            const stillThere = intersection(had, model.expected(sync, scope));
            expect(
                [...stillThere].filter((one) => !records().has(one)),
                'deleted alive'
            ).toEqual([]);
        }
        // The first may end a walk that was open: what changed behind it is seen by the second.
        for (let quiet = 0; quiet < 2; quiet += 1) {
            const result = await oneRun({ integration, sync, connection }, {});
            expect(result?.error ?? null).toBeNull();
        }
        expect([...records()].sort()).toEqual([...model.expected(sync, scope)].sort());
    } finally {
        await set(integration, connection, parameter, 'UNSET');
    }
}

interface Target {
    readonly integration: string;
    readonly sync: keyof typeof SYNCS;
    readonly connection: string;
}

async function disturbed(
    { during, fault, cut }: Story['runs'][number],
    model: AccountModel,
    target: Target
): Promise<void> {
    const armed = FAULTS.find(({ name }) => name === fault)?.arm(world);
    if (during !== null) changeAt(during.request, during.change, model);
    await oneRun(target, cut);
    armed?.disarm();
    world.proxy.clear();
}

/** Requests before that one pass; the one that is under way is answered as it would have been. */
function changeAt(request: number, what: Change, model: AccountModel): void {
    let seen = 0;
    world.proxy.order({
        hits: () => ++seen === request,
        times: 1,
        spoil: {
            instead: (answer) => {
                model.apply(what);
                return answer;
            }
        }
    });
}

async function oneRun({ integration, sync, connection }: Target, options: RunOptions): Promise<ExecutionResult | null> {
    const { nango } = world;
    nango.idleTimers?.reset();
    return await Promise.race([nango.runSync(integration, sync, connection, options), world.hung().then(() => null)]);
}

async function set(
    integration: string,
    connection: string,
    parameter: string | null,
    how: 'SET' | 'UNSET'
): Promise<void> {
    if (parameter === null) return;
    const [name = ''] = parameter.split(' ');
    const statement = `ALTER USER NANGO_SVC ${how} ${how === 'SET' ? parameter : name}`;
    const { error } = await world.nango.runAction(integration, 'execute-statement', connection, { statement });
    expect({ statement, error }).toEqual({ statement, error: null });
}

function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
    return new Set([...one].filter((each) => other.has(each)));
}
