/**
 * What talks to AWS through the real CLI's dry run: each destination's life from create to restore, and the rotation of a
 * key pair. The CLI makes the requests itself. They are led to the embedded AWS by Amazon's names, or, where this machine
 * lets a documentation address be set, go there by themselves.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import { startDryRuns } from 'nango-stand-in/dryrun.js';
import { inFull } from '../../support/functions.js';
import type { DryRunResult, DryRuns } from 'nango-stand-in/dryrun.js';
import { CONNECTION, INTEGRATIONS, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import type { Row } from '../../../shared/export-secrets/record.js';
import { rowsIn } from '../../../shared/export-secrets/rows.js';
import { holdDocumentationAddress } from '../../support/documentation-address.js';
import { EXPORTS, LIFECYCLE, ROTATION, SETUP, TOKEN_ROTATION } from '../dry-runs.js';
import { CASES, letExporterIn, SECRET, startVendors } from './vendors.js';
import type { Vendors } from './vendors.js';

/** Other files dry-run too, one at a time. */
const LONGEST_WAIT_MS = 240_000;

let aws: EmbeddedAws;
let vendors: Vendors;
let world: World;
let dryRuns: DryRuns;
beforeAll(async () => {
    aws = await startAws();
    letExporterIn(aws);
    vendors = await startVendors();
    world = await startWorld({
        hosts: { ...vendors.hosts, '*.amazonaws.com': aws.url },
        fill: ({ account }) => void account.addDatabase({ name: 'DB' }),
        place: { warehouse: 'NANGO_WH', database: 'DB' }
    });
    world.nango.addIntegration('aws', 'aws-multi-service');
    connectOperator('export-secrets', aws);
    for (const { integration, provider, credentials, config: connectionConfig } of CASES) {
        world.nango.addIntegration(integration, provider);
        world.nango.addConnection({ integration, id: CONNECTION, credentials: credentials(SECRET), connectionConfig });
    }
    world.nango.environment.set('EXPORT_SECRETS_ROTATION', 'on');
    dryRuns = await startDryRuns(world.nango);
}, LONGEST_WAIT_MS);
afterAll(async () => {
    await dryRuns.close();
    await world.close();
    vendors.close();
    await aws.close();
});

function connectOperator(id: string, to: EmbeddedAws, more: Record<string, string> = {}): void {
    const { accessKeyId, secretAccessKey } = to.identities.createUser('operator');
    world.nango.addConnection({
        integration: 'aws',
        id,
        credentials: { type: 'BASIC', username: accessKeyId, password: secretAccessKey },
        connectionConfig: { region: to.region, service: 'secretsmanager', ...more }
    });
}

/** Each test has an organisation of its own: it may have one destination of a type. */
function begin(integration: string): void {
    const connection = world.nango.connections.get(integration, CONNECTION);
    connection.tags = { organization_id: randomUUID() };
    connection.metadata = {};
}

async function dryRun(integration: string, name: string, input?: object): Promise<DryRunResult> {
    const starts = name === 'create-export-secret' ? { starts: 'export-secrets' } : {};
    const result = await dryRuns.run({
        name,
        integration,
        connectionId: CONNECTION,
        input: input && inFull(integration, name, input),
        ...starts
    });
    expect([integration, name, result.exitCode === 0 ? 'passes' : result.output]).toEqual([
        integration,
        name,
        'passes'
    ]);
    for (const secret of [SECRET, ...world.secrets]) expect(result.output).not.toContain(secret);
    return result;
}

const STATUS_AFTER: Record<(typeof LIFECYCLE)[number], string> = {
    'create-export-secret': 'Pending',
    'list-export-secrets': 'Pending',
    'export-secrets': 'Validated',
    'get-export-secret': 'Validated',
    'disconnect-export-secret': 'Archived',
    'restore-export-secret': 'Validated',
    'rotate-export-secret': 'Validated'
};

function inputOf(name: (typeof LIFECYCLE)[number], id: string | undefined): object | undefined {
    if (name === 'export-secrets') return undefined;
    if (name === 'create-export-secret') return { name: 'dry' };
    return name === 'list-export-secrets' ? {} : { id };
}

/** The row's status after each function. */
async function liveThrough(integration: string, at: EmbeddedAws): Promise<Record<string, string>> {
    begin(integration);
    const row = (): Row | undefined => rowsIn(world.nango.connections.get(integration, CONNECTION).metadata ?? {})[0];
    const statuses: Record<string, string> = {};
    for (const name of LIFECYCLE) {
        const { output } = await dryRun(integration, name, inputOf(name, row()?.id));
        // The CLI forgets whose sync it is told to trigger and finds five of that name: the action says so and goes on.
        if (name === 'create-export-secret') expect(output).toContain('could not be started now');
        expect(output).toContain(`"status": "${STATUS_AFTER[name]}"`);
        statuses[name] = row()?.status ?? 'none';
    }
    const secret = at.secrets().named(row()?.secret_name ?? '', at.clock.now());
    expect([secret?.arn, secret?.purgeMs]).toEqual([row()?.secret_arn, null]);
    return statuses;
}

/** Answers whether the user has a second key now. */
async function rotate(integration: string): Promise<boolean> {
    const user = world.engine.account.user(USER);
    user.rsaPublicKey2 = null;
    const { output } = await dryRun(integration, ROTATION, {});
    expect(output).toContain('"slot": "RSA_PUBLIC_KEY_2"');
    return user.rsaPublicKey2 !== null;
}

test.each([...INTEGRATIONS, ...EXPORTS])(
    '%s: a destination lives from create to restore',
    { timeout: 120_000 },
    async (integration) => {
        expect(await liveThrough(integration, aws)).toEqual(STATUS_AFTER);
        expect((await dryRun(integration, SETUP, {})).output).toContain('"ok": true');
    }
);

test.each(INTEGRATIONS)('%s: a key pair and a token are rotated', { timeout: 60_000 }, async (integration) => {
    expect(await rotate(integration)).toBe(true);
    const now = world.engine.account.now();
    const token = { secret: randomUUID(), role: null, createdOn: now, expiresAt: now + 86_400_000 };
    world.engine.account.user(USER).namedAccessTokens = { DRY: token };
    const { output } = await dryRun(integration, TOKEN_ROTATION, { token: 'DRY' });
    expect(output).toContain('"rotated_token": "DRY_ROTATED_');
});

test(
    "both with the CLI's own network, at an endpoint that its rules let through",
    { timeout: 120_000 },
    async ({ skip }) => {
        const held = await holdDocumentationAddress();
        if (held.address === null) return skip(`No address of the documentation range can be set here: ${held.reason}`);
        let direct: EmbeddedAws | undefined;
        try {
            direct = await startAws({ host: held.address });
            connectOperator('direct', direct, { endpoint_url: direct.url });
            world.nango.environment.set('EXPORT_SECRETS_AWS_CONNECTION', 'direct');
            for (const integration of INTEGRATIONS) {
                expect(await liveThrough(integration, direct)).toEqual(STATUS_AFTER);
                expect(await rotate(integration)).toBe(true);
            }
        } finally {
            world.nango.environment.delete('EXPORT_SECRETS_AWS_CONNECTION');
            await direct?.close();
            await held.release();
        }
    }
);
