/** The other types of destination share the lifecycle; what is their own is the schema and how they are tried. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AwsFailure } from 'aws-stand-in/aws-failure.js';
import type { ExportSecret } from '../../../shared/export-secrets/record.js';
import { addVendorIntegrations, caseOf, CASES, connectTo, letExporterIn, SECRET, startVendors } from './vendors.js';
import type { Vendors } from './vendors.js';
import { DATASET } from './vendors/bigquery.js';
import { DATASETS, ENTRA_TOKEN, WORKSPACE } from './vendors/power-bi.js';
import { QLIK_USER } from './vendors/qlik.js';
import { act, connect, organisation, provisioned, refusal, startWorld, sync } from './world.js';
import type { World } from './world.js';

const entra = (code: number): unknown => ({
    error: 'invalid_request',
    error_codes: [code],
    error_description: `AADSTS${code}: It was refused. Trace ID: 1`
});

let world: World;
let vendors: Vendors;
beforeAll(async () => {
    vendors = await startVendors();
    world = await startWorld({}, vendors.hosts);
    addVendorIntegrations(world);
    if (world.embedded !== null) letExporterIn(world.embedded);
});
afterAll(async () => {
    await world.close();
    vendors.close();
});

test.each(CASES)('$type: refused credentials fail it, and are told nowhere', async (one) => {
    const wrong = randomUUID();
    const connection = connectTo(world, one, organisation(), wrong);
    const failed = await provisioned(world, one.integration, connection, { name: 'a' });
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'invalid_credentials' } });
    expect(failed.error?.message).not.toContain('"exporter"');
    expect(world.nango.journal.search(wrong)).toEqual([]);
});

test.each(CASES)('$type: no credential occurs in anything that a lifecycle leaves behind', async (one) => {
    const { embedded, nango } = world;
    if (embedded === null) throw new Error('This suite needs the embedded AWS.');
    const connection = connectTo(world, one, organisation(), SECRET);
    await provisioned(world, one.integration, connection, { name: 'a' });
    // Whatever Glue answers with may repeat what was tried.
    for (const name of ['InvalidInputException', 'InternalServiceException', 'OperationTimeoutException']) {
        const said = `Cannot connect as "exporter" with "${SECRET}"`;
        embedded.glue().testVerdict = () => new AwsFailure(name, said, name.startsWith('Internal') ? 500 : 400);
        await provisioned(world, one.integration, connectTo(world, one, organisation(), SECRET), { name: 'a' });
        await sync(world, one.integration, connection);
    }
    await nango.deleteConnection(one.integration, connection);
    await nango.idle();
    expect(nango.journal.search(SECRET)).toEqual([]);
});

test('types do not stand in each other’s way within an organisation', async () => {
    const org = organisation();
    const snowflake = await provisioned(world, 'snowflake-jwt', connect(world, 'snowflake-jwt', org), { name: 'a' });
    expect(snowflake.status).toBe('Validated');
    for (const one of CASES) {
        const made = await provisioned(world, one.integration, connectTo(world, one, org, SECRET), { name: 'a' });
        expect(made.status).toBe('Validated');
    }
});

test.each([
    ['qlik-export', { tenant: 'acme.eu.qlikcloud.com.attacker.example' }],
    ['qlik-export', { tenant: 'attacker.example/acme.eu.qlikcloud.com' }],
    ['qlik-export', { tenant: 'acme.eu.qlikcloud.com:8443' }],
    ['bigquery-export', { project_id: '../x', dataset: 'exports' }],
    ['bigquery-export', { project_id: 'acme-exports', dataset: 'a/b' }],
    ['power-bi-export', { tenant_id: '../common', workspace_id: WORKSPACE }],
    ['power-bi-export', { tenant_id: 'acme.example', workspace_id: '../../admin' }],
    ['postgresql-export', { host: 'db.acme.example/x?', database: 'exports' }],
    ...['127.0.0.1', 'localhost', '169.254.169.254', '0', '127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1'].map(
        (host) => ['postgresql-export', { host, database: 'exports' }] as const
    ),
    ['postgresql-export', { host: 'db.acme.example', database: 'exports?ssl=false' }]
] as const)('%s refuses %o before anything is sent', async (integration, config) => {
    const connection = connectTo(world, caseOf(integration), organisation(), SECRET, config);
    const payload = await refusal(world, integration, 'create-export-secret', connection, { name: 'a' });
    expect(payload).toMatchObject({ code: 'export_secret_invalid_credentials' });
});

/** What a vendor answers to the right credentials, and what becomes of the destination. */
const ANSWERS: readonly (readonly [string, string, number, unknown, string, string, string])[] = [
    ['qlik', QLIK_USER, 200, '<html>Log in</html>', 'Pending', 'unexpected_response', ''],
    ['qlik', QLIK_USER, 200, {}, 'Pending', 'unexpected_response', ''],
    ['qlik', QLIK_USER, 200, { id: 'me', status: 'disabled' }, 'Failed', 'user_locked', ''],
    ['power_bi', DATASETS, 200, '<html>Log in</html>', 'Pending', 'unexpected_response', ''],
    ['power_bi', DATASETS, 403, {}, 'Failed', 'invalid_credentials', 'tenant setting'],
    ['power_bi', ENTRA_TOKEN, 400, entra(90002), 'Failed', 'destination_not_found', 'AADSTS90002'],
    ['power_bi', ENTRA_TOKEN, 401, entra(7000222), 'Failed', 'invalid_credentials', 'AADSTS7000222'],
    ['bigquery', DATASET, 404, {}, 'Failed', 'destination_not_found', 'dataset'],
    ['bigquery', DATASET, 403, {}, 'Failed', 'invalid_credentials', 'Data Editor'],
    ['bigquery', DATASET, 200, '<html>', 'Pending', 'unexpected_response', ''],
    ['power_bi', ENTRA_TOKEN, 503, '<html>', 'Pending', 'unavailable', '']
];
test.each(ANSWERS)(
    '%s: %s answering %i %o leaves it %s (%s)',
    async (type, path, status, body, outcome, code, told) => {
        const one = caseOf(type);
        vendors.answers.set(path, { status, body });
        try {
            const made = await provisioned(world, one.integration, connectTo(world, one, organisation(), SECRET), {
                name: 'a'
            });
            expect(made).toMatchObject({ status: outcome, error: { code, message: expect.stringContaining(told) } });
        } finally {
            vendors.answers.clear();
        }
    }
);

const READ_BY_GLUE = CASES.flatMap((one) =>
    one.glueConnection === null
        ? []
        : [{ ...one, ...one.glueConnection, type: one.type, glueType: one.glueConnection.type }]
);

test.each(READ_BY_GLUE)(
    '$type: a Glue connection of it names its secret, holds none, and goes with it',
    async ({ format, glueType, ...one }) => {
        if (world.embedded === null) throw new Error('This suite needs the embedded AWS.');
        const { connections } = world.embedded.glue();
        letExporterIn(world.embedded);
        const { testVerdict } = world.embedded.glue();
        // By its name it is tried with what the secret holds.
        world.embedded.glue().testVerdict = (tested) =>
            JSON.stringify(tested).includes('dualentry/exports/org_') ? null : testVerdict(tested);
        const connection = connectTo(world, one, organisation(), SECRET);
        const input = { name: 'a', format, glue_connection: true };
        const made = await provisioned(world, one.integration, connection, input);
        expect(made).toMatchObject({ status: 'Validated', error: null });
        const held = JSON.stringify(connections.get(made.glue_connection ?? '')?.input);
        expect(held).toContain(`"ConnectionType":"${glueType}"`);
        expect(held).toContain(made.secret_name);
        expect(held).not.toContain(SECRET);
        await act(world, one.integration, 'disconnect-export-secret', connection, { id: made.id });
        expect(connections.has(made.glue_connection ?? '')).toBe(false);
        world.embedded.glue().testVerdict = testVerdict;
    }
);

test.each(CASES.filter(({ glueConnection }) => glueConnection === null))(
    '$type: Glue has no connection for it, so none is made',
    async (one) => {
        const input = { name: 'a', glue_connection: true };
        const connection = connectTo(world, one, organisation(), SECRET);
        const refused = await refusal(world, one.integration, 'create-export-secret', connection, input);
        expect(refused).toMatchObject({ code: 'invalid_input' });
    }
);

test('a type that the integration does not make is refused', async () => {
    const [one] = CASES;
    if (one === undefined) throw new Error('no case');
    const connection = connectTo(world, one, organisation(), SECRET);
    const payload = await refusal(world, one.integration, 'create-export-secret', connection, {
        name: 'a',
        type: 'snowflake'
    });
    expect(payload).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('qlik') });
});

/** A PostgreSQL destination for which Glue's test ends with this. */
async function triedByGlue(
    failure: AwsFailure
): Promise<{ connection: string; made: ExportSecret; ipChecks: string[] }> {
    const one = caseOf('postgresql');
    if (world.embedded === null) throw new Error('This suite needs the embedded AWS.');
    world.embedded.glue().testVerdict = () => failure;
    const connection = connectTo(world, one, organisation(), SECRET);
    const made = await provisioned(world, one.integration, connection, { name: 'a' });
    // A create starts two runs; which of them tries the destination, or both, is a matter of time.
    const logs = world.nango.triggered.flatMap(({ result }) => result.logs.map(({ message }) => message));
    const ofThis = logs.filter((message) => message.startsWith(`export_secret_ip_check secret_id=${made.id} `));
    return { connection, made, ipChecks: [...new Set(ofThis)] };
}
afterEach(() => {
    if (world.embedded !== null) letExporterIn(world.embedded);
});

test('a database that Glue gave up on has timed out: it fails at once and leaves the organisation free', async () => {
    const { made, connection } = await triedByGlue(new AwsFailure('OperationTimeoutException', 'Timed out.'));
    expect(made).toMatchObject({ status: 'Failed', error: { code: 'login_timeout' } });
    if (world.embedded !== null) letExporterIn(world.embedded);
    const next = await provisioned(world, 'postgresql-export', connection, { name: 'b' });
    expect(next.status).toBe('Validated');
});

test.each([
    [new AwsFailure('GlueEncryptionException', 'KMS key is disabled'), 'Pending', 'aws_error'],
    [new AwsFailure('ResourceNumberLimitExceededException', 'Too many.'), 'Pending', 'aws_error'],
    [new AwsFailure('AccessDeniedException', 'Not allowed.'), 'Pending', 'aws_access_denied'],
    [new AwsFailure('InternalServiceException', 'Broken.', 500), 'Pending', 'aws_unavailable']
])('trouble of Glue itself is not the fault of the credentials: %s', async (failure, status, code) => {
    const { made } = await triedByGlue(failure);
    expect(made).toMatchObject({ status, error: { code } });
});

test('what the database said is told without the credentials', async () => {
    const said = `FATAL: password authentication failed for user "exporter" (${SECRET}). ${'More. '.repeat(100)}`;
    const { made } = await triedByGlue(new AwsFailure('InvalidInputException', said));
    expect(made.error).toMatchObject({
        code: 'invalid_credentials',
        message: expect.stringContaining('FATAL: password authentication failed for user "***" (***).')
    });
    expect(world.nango.journal.search(SECRET)).toEqual([]);
});

test.each([
    ['Connection to 203.0.113.9:5432 refused. Check that the hostname and port are correct.', null],
    ['FATAL: no pg_hba.conf entry for host "198.51.100.7", user "exporter", database "exports"', '198.51.100.7'],
    ['FATAL: no pg_hba.conf entry for host "2001:db8::7", user "exporter", database "exports"', '2001:db8::7']
])('the address that the database saw is logged, its own is not: %s', async (said, address) => {
    const { made, ipChecks } = await triedByGlue(new AwsFailure('InvalidInputException', said));
    expect(ipChecks).toEqual(address === null ? [] : [`export_secret_ip_check secret_id=${made.id} ip=${address}`]);
});
