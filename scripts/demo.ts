/**
 * The main job on embedded stand-ins (`npm run demo`): compiles the functions with the real CLI, connects a customer by
 * key pair and by password, runs every sync on both, and provisions an export secret. Then it shows what was read, and
 * how little was asked. Without a terminal the progress comes as plain lines.
 */
import process from 'node:process';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import { Listr, PRESET_TIMER } from 'listr2';
import type { ListrTask } from 'listr2';
import { compileIfStale } from 'nango-cli/compile.js';
import { buildSampleAccount, READER_WAREHOUSE } from 'snowflake-stand-in/engine/sample-account.js';
import { connectOperator, showLifecycle } from '../local/demo/export-secrets.js';
import { runSync, syncsOf } from '../local/demo/syncs.js';
import type { SyncRun } from '../local/demo/syncs.js';
import { table } from '../local/demo/table.js';
import { templateRequests } from '../local/demo/templates.js';
import { accountTree } from '../local/demo/tree.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, PASSWORD, startWorld } from '../local/world.js';
import type { World } from '../local/world.js';
import { INTEGRATIONS_FOLDER, SOURCES } from './nango.js';

/** Sees everything; a customer would grant a role of its own less (see docs/guides/grants.md). */
const ROLE = 'ACCOUNTADMIN';

const QUERY = {
    query: 'SELECT O_ORDERKEY, O_CUSTKEY, O_TOTALPRICE, O_ORDERDATE FROM SALES.PUBLIC.ORDERS WHERE O_TOTALPRICE > ?',
    binds: [0],
    id_column: 'O_ORDERKEY',
    warehouse: READER_WAREHOUSE
};

const WAYS: Readonly<Record<string, string>> = { [KEY_PAIR]: 'key pair', [PASSWORD]: 'password' };

/** Runs of syncs, by integration. */
type Runs = Map<string, SyncRun[]>;

const say = (line = ''): void => {
    process.stdout.write(`${line}\n`);
};

async function connect(world: World, integration: string): Promise<void> {
    for (const event of ['validate-connection', 'post-connection-creation']) {
        const { error } = await world.nango.runOnEvent(integration, event, CONNECTION);
        if (error !== null) throw new Error(JSON.stringify(error));
    }
}

function syncTasks(world: World, integration: string, runs: Runs): ListrTask[] {
    return syncsOf(world, integration).map((sync) => ({
        title: sync,
        task: async (_, task) => {
            const run = await runSync(world, integration, sync);
            runs.set(integration, [...(runs.get(integration) ?? []), run]);
            task.title = `${sync}: ${count(run.records, 'record')} in ${count(run.requests, 'request')}`;
        }
    }));
}

const LOOK = {
    rendererOptions: { collapseSubtasks: false, timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER }
};

const compileTask: ListrTask = {
    title: 'Compile the functions with the nango CLI',
    task: async (_, task) => {
        await compileIfStale(INTEGRATIONS_FOLDER, SOURCES, {
            onOutput: (text) => {
                task.output = text.trim().split('\n').at(-1) ?? '';
            }
        });
    }
};

function steps(world: World, aws: EmbeddedAws, runs: Runs): ListrTask[] {
    return [
        {
            title: 'Connect a customer, by a key pair made just now and by a password',
            task: async () => {
                for (const integration of INTEGRATIONS) await connect(world, integration);
                world.setMetadata(QUERY);
                connectOperator(world, aws);
            }
        },
        {
            title: 'Run every sync on both connections, side by side',
            task: (_, task) =>
                task.newListr(
                    INTEGRATIONS.map((integration) => ({
                        title: integration,
                        task: (__, both) => both.newListr(syncTasks(world, integration, runs), { concurrent: false })
                    })),
                    { concurrent: true }
                )
        },
        {
            title: 'Provision an export secret on AWS',
            task: async (_, task) => {
                await showLifecycle(world, KEY_PAIR, (line) => {
                    task.output = line;
                });
            },
            rendererOptions: { persistentOutput: true, outputBar: Number.POSITIVE_INFINITY }
        }
    ];
}

/** A line per sync, and what the public templates would have asked for the same. */
function totals(world: World, runs: Runs): string {
    const theirs = templateRequests(world.engine.account);
    const byPassword = new Map((runs.get(PASSWORD) ?? []).map((run) => [run.sync, run]));
    const rows = (runs.get(KEY_PAIR) ?? []).map(({ sync, records, requests, ms }) => {
        const other = byPassword.get(sync);
        return [sync, records, requests, other?.requests ?? 0, theirs.get(sync) ?? '–', ms, other?.ms ?? 0] as const;
    });
    const header = ['sync', 'records', 'requests: key pair', 'password', 'templates', 'ms: key pair', 'password'];
    return table(header, rows);
}

function comparison(world: World, runs: Runs): string {
    const theirs = templateRequests(world.engine.account);
    const ours = (runs.get(KEY_PAIR) ?? []).filter(({ sync }) => theirs.has(sync));
    const [mine, others] = [sum(ours.map(({ requests }) => requests)), sum([...theirs.values()])];
    return `${[...theirs.keys()].join(', ')}: ${count(mine, 'request')} by ${WAYS[KEY_PAIR]}, ${others} with the public templates.`;
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, each) => total + each, 0);
}

function count(number: number, what: string): string {
    return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}

await new Listr([compileTask], LOOK).run();
const aws = await startAws();
const world = await startWorld({
    fill: buildSampleAccount,
    role: ROLE,
    place: { warehouse: READER_WAREHOUSE, database: 'SALES', role: ROLE },
    tags: { organization_id: 'acme' },
    hosts: { '*.amazonaws.com': aws.url },
    nango: { timeScale: 1 }
});
const runs: Runs = new Map();
try {
    await new Listr(steps(world, aws, runs), LOOK).run();
    say();
    for (const line of accountTree(world, KEY_PAIR, 'The account, as both connections have it')) say(line);
    say();
    say(totals(world, runs));
    say();
    say(comparison(world, runs));
    say('A password connection signs in and out in each run, which is counted.');
    say();
    say('Look at it in a browser: cd examples/app && npm ci && npm start');
} finally {
    await world.close();
    await aws.close();
}
