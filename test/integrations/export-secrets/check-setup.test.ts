/** check-export-setup before a customer waits: each right that is missing is named with its statement. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentedPolicies } from './documented-policies.js';
import { connect, operateWith, organisation, startWorld } from './world.js';
import type { World } from './world.js';

const DOCS = new URL('../../../docs/export-secrets.md', import.meta.url);

interface Statement {
    readonly Effect: string;
    readonly Action: string[];
    readonly Resource: string | string[];
}

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

function documentedPolicy(): { Version: string; Statement: Statement[] } {
    return JSON.parse(/```json\n([\s\S]*?)```/.exec(readFileSync(DOCS, 'utf8'))?.[1] ?? '');
}

async function check(policy: unknown): Promise<{ ok: boolean; identity: string; checks: Record<string, unknown>[] }> {
    const keys = world.embedded?.identities.createUser(`user-${organisation()}`, policy);
    if (keys === undefined) throw new Error('This suite needs the embedded AWS.');
    operateWith(world, keys);
    const connection = connect(world, 'snowflake-jwt', organisation());
    const run = await world.nango.runAction('snowflake-jwt', 'check-export-setup', connection, {});
    if (run.status !== 'success') throw new Error(JSON.stringify(run.error));
    return Object(run.output);
}

test('the documented policy passes, and leaves no probe behind', async () => {
    const result = await check(documentedPolicy());
    expect(result.checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(result).toMatchObject({ ok: true, account: '123456789012', region: 'us-east-1' });
    expect(result.identity).toContain(':user/');
    const names = world.embedded?.secrets().all(Date.now()) ?? [];
    expect(names.filter(({ name, deletedMs }) => name.includes('check-export-setup') && deletedMs === null)).toEqual(
        []
    );
});

const RIGHTS = documentedPolicy().Statement.flatMap(({ Action, Resource }) =>
    Action.map((action) => [action, String(Resource)] as const)
);

test.each(RIGHTS)('without %s on %s it says so', async (right, resource) => {
    const policy = documentedPolicy();
    const without = policy.Statement.map((each) =>
        String(each.Resource) === resource
            ? { ...each, Action: each.Action.filter((action) => action !== right) }
            : each
    ).filter(({ Action }) => Action.length > 0);
    const result = await check({ ...policy, Statement: without });
    expect(result.ok).toBe(false);
    const failed = result.checks.filter(({ ok }) => ok !== true);
    expect(failed.map((each) => each['code'])).toContain('aws_access_denied');
    expect(JSON.stringify(failed)).toContain(right);
});

test('keys that AWS refuses end it with an error that says so', async () => {
    operateWith(world, { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'not-the-right-one' });
    const connection = connect(world, 'snowflake-jwt', organisation());
    const run = await world.nango.runAction('snowflake-jwt', 'check-export-setup', connection, {});
    expect(run.error?.payload).toMatchObject({ code: 'aws_credentials_refused' });
});

test('rights for Glue connections are asked for only where destinations get them', async () => {
    world.nango.environment.set('EXPORT_SECRETS_GLUE_CONNECTION_SNOWFLAKE', 'on');
    const [policy, glue] = documentedPolicies();
    const missing = (await check(policy)).checks.filter(({ ok }) => ok !== true).map(({ right }) => right);
    expect(missing).toEqual(['glue:CreateConnection', 'glue:GetConnection', 'glue:DeleteConnection']);
    const Statement = [...(policy?.Statement ?? []), ...(glue?.Statement ?? [])];
    expect(await check({ Version: '2012-10-17', Statement })).toMatchObject({ ok: true });
    expect([...(world.embedded?.glue().connections.keys() ?? [])]).toEqual([]);
    world.nango.environment.clear();
});
