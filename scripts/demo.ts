/**
 * The main job on embedded stand-ins (`npm run demo`): compiles the functions with the real CLI, connects a customer by
 * key pair and by password, runs all syncs on both, changes the account, and runs them again.
 */
import process from 'node:process';
import { startAws } from 'aws-stand-in/server.js';
import { connectOperator, showLifecycle } from '../local/demo/export-secrets.js';
import { runSyncs } from '../local/demo/syncs.js';
import type { SyncRun } from '../local/demo/syncs.js';
import { table } from '../local/demo/table.js';
import { ADMIN_USER, buildSampleAccount, READER_WAREHOUSE } from 'snowflake-stand-in/engine/sample-account.js';
import { CONNECTION, INTEGRATIONS, startWorld } from '../local/world.js';
import type { World } from '../local/world.js';
import { runNango } from './nango.js';

/** Sees everything; a customer would grant a role of its own less (see README.md). */
const ROLE = 'ACCOUNTADMIN';

const QUERY = {
    query: 'SELECT O_ORDERKEY, O_CUSTKEY, O_TOTALPRICE, O_ORDERDATE FROM SALES.PUBLIC.ORDERS WHERE O_TOTALPRICE > ?',
    binds: [0],
    id_column: 'O_ORDERKEY',
    warehouse: READER_WAREHOUSE
};

const CHANGES = [
    'CREATE TABLE SALES.PUBLIC.RETURNS (ID NUMBER(38,0), REASON VARCHAR)',
    'CREATE VIEW SALES.PUBLIC.RECENT_RETURNS AS SELECT * FROM SALES.PUBLIC.RETURNS',
    'DELETE FROM SALES.PUBLIC.ORDERS WHERE O_ORDERKEY < 40',
    'CREATE ROLE RETURNS_CLERK',
    'GRANT ROLE RETURNS_CLERK TO ROLE ANALYST'
];

function say(line: string): void {
    process.stdout.write(`${line}\n`);
}

async function compile(): Promise<void> {
    say('1. Compile the functions with the nango CLI');
    const run = await runNango(['compile']);
    if (run.exitCode !== 0) throw new Error(run.output);
    const functions = /Building (\d+) file/.exec(run.output)?.[1] ?? 'no';
    say(`   ${functions} functions compiled`);
}

async function connect(world: World): Promise<void> {
    say('\n2. Connect a customer: a key pair made just now, and a password');
    for (const integration of INTEGRATIONS) {
        const validated = await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
        if (validated.error) throw new Error(JSON.stringify(validated.error));
        await world.nango.runOnEvent(integration, 'post-connection-creation', CONNECTION);
        const note = world.nango.connections.find(integration, CONNECTION)?.metadata?.['snowflake'];
        say(`   ${integration.padEnd(18)}  ${JSON.stringify(note)}`);
    }
    world.setMetadata(QUERY);
}

async function runBoth(world: World): Promise<SyncRun[]> {
    const runs = await Promise.all(
        INTEGRATIONS.map(
            async (integration) =>
                await runSyncs(world, integration, ({ sync, added, updated, deleted, requests, ms }) =>
                    say(
                        `   ${integration.padEnd(18)}  ${sync.padEnd(13)}  +${added} ~${updated} -${deleted}  ${requests} requests, ${ms} ms`
                    )
                )
        )
    );
    return runs.flat();
}

async function change(world: World): Promise<void> {
    say('\n4. Something changes in the account');
    const session = world.engine.openSession(ADMIN_USER, { role: ROLE, warehouse: READER_WAREHOUSE });
    for (const statement of CHANGES) {
        await session.execute(statement);
        say(`   ${statement}`);
    }
}

function summary(first: readonly SyncRun[], second: readonly SyncRun[]): string {
    const rows = first.map((run, index) => {
        const again = second[index];
        return [
            run.integration,
            run.sync,
            run.added,
            again?.added ?? 0,
            again?.updated ?? 0,
            again?.deleted ?? 0,
            run.requests,
            again?.requests ?? 0,
            run.ms,
            again?.ms ?? 0
        ];
    });
    return table(
        ['connection', 'sync', 'records', 'added', 'updated', 'deleted', 'requests', 'again', 'ms', 'again'],
        rows
    );
}

await compile();
const aws = await startAws();
const world = await startWorld({
    fill: buildSampleAccount,
    role: ROLE,
    place: { warehouse: READER_WAREHOUSE, database: 'SALES', role: ROLE },
    tags: { organization_id: 'acme' },
    hosts: { '*.amazonaws.com': aws.url },
    nango: { timeScale: 1 }
});
try {
    connectOperator(world, aws);
    await connect(world);
    say('\n3. Run all syncs, both connections side by side');
    const first = await runBoth(world);
    await change(world);
    say('\n5. Run them again');
    const second = await runBoth(world);
    for (const [index, integration] of INTEGRATIONS.entries()) {
        say(`\n${6 + index}. Provision an export secret on AWS (${integration})`);
        await showLifecycle(world, integration, (line) => say(`   ${line}`));
    }
    say(
        `\nRequests include sign-in and sign-out of the password connection. The first run's records, then what the second run found:\n`
    );
    say(summary(first, second));
} finally {
    await world.close();
    await aws.close();
}
