/** A small account behind a proxy that spoils answers, with AWS and the vendors of exports; nobody waits in it. */
import { randomUUID } from 'node:crypto';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import type { LocalNango } from 'nango-stand-in/local-nango.js';
import { startWorld, WAYS } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { addVendorIntegrations, CASES, letExporterIn, SECRET, startVendors } from '../export-secrets/vendors.js';

const REGION = 'us-east-1';
const ROWS = 2;
/** Deadlines fire at once here: what is still open after this has none. */
const HUNG_MS = 10_000;
const PIECES = { firstBytes: 1e9, laterBytes: 1e9, rows: ROWS };
const COLUMNS = [
    { name: 'ID', type: 'NUMBER(38,0)' },
    { name: 'NAME', type: 'VARCHAR(20)' }
];

export interface MatrixWorld extends Pick<World, 'engine' | 'snowflake' | 'secrets'> {
    readonly nango: LocalNango;
    readonly aws: EmbeddedAws;
    readonly proxy: FaultProxy;
    /** Resolves when a request has stayed without an answer for so long that nobody waits for it with a deadline. */
    hung(): Promise<void>;
    /** A connection of its own for each function, so that none sees what another left. */
    connect(integration: string): string;
    close(): Promise<void>;
}

export async function startMatrixWorld(): Promise<MatrixWorld> {
    const aws = await startAws({ region: REGION });
    letExporterIn(aws);
    const vendors = await startVendors();
    const targets: Record<string, string> = { '.amazonaws.com': aws.url };
    for (const [pattern, url] of Object.entries(vendors.hosts)) targets[pattern.replace('*', '')] = url;
    let hang: (() => void) | null = null;
    const proxy = await startFaultProxy(targets, () => hang?.());
    const routed = ['myorg-myaccount.snowflakecomputing.com', '*.amazonaws.com', ...Object.keys(vendors.hosts)];
    const world = await startWorld({
        hosts: Object.fromEntries(routed.map((host) => [host, proxy.url])),
        nango: { waits: 'none' },
        snowflake: { partitions: PIECES, chunks: PIECES },
        fill: ({ account }) => {
            for (const name of ['SALES', 'STOCK']) {
                const schema = account.addSchema(account.addDatabase({ name }), { name: 'MAIN' });
                for (const table of ['A', 'B', 'C']) account.addTable(schema, { name: table }, COLUMNS);
                account.addView(schema, { name: 'V', text: 'create view V as select 1' }, COLUMNS);
            }
            account.addRole({ name: 'ANALYST' });
            account.grantRole('ANALYST', { kind: 'ROLE', name: 'SYSADMIN' });
        }
    });
    targets['.snowflakecomputing.com'] = world.snowflake.url;
    const { nango } = world;
    let giveUp = nobodyWaits;
    hang = () => {
        nango.idleTimers?.abandonOne();
        // That of the run that hangs, not of the next one.
        setTimeout(giveUp, HUNG_MS).unref();
    };
    const keys = aws.identities.createUser('operator');
    nango.addIntegration('aws', 'aws-multi-service');
    addVendorIntegrations(world);
    nango.environment.set('EXPORT_SECRETS_ROTATION', 'on');
    nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: keys.accessKeyId, password: keys.secretAccessKey },
        connectionConfig: { region: REGION, service: 'secretsmanager' }
    });
    return {
        ...world,
        aws,
        proxy,
        hung: async () => {
            await new Promise<void>((resolve) => {
                giveUp = resolve;
            });
        },
        connect: (integration) => connect(world, integration),
        close: async () => {
            await world.close();
            await proxy.close();
            await aws.close();
            vendors.close();
        }
    };
}

function nobodyWaits(): void {}

function connect({ nango }: World, integration: string): string {
    const id = randomUUID();
    const tags = { organization_id: `org-${id}` };
    const snowflake = WAYS.find((each) => each === integration);
    const like = snowflake === undefined ? null : nango.connections.find(snowflake, 'customer');
    const vendor = CASES.find((each) => each.integration === integration);
    if (like !== null) {
        const metadata = { query: QUERY, id_column: 'ID', warehouse: 'NANGO_WH' };
        const connectionConfig = { ...like.connectionConfig, warehouse: 'NANGO_WH', database: 'SALES' };
        nango.addConnection({ integration, id, tags, credentials: like.credentials, connectionConfig, metadata });
    } else if (vendor !== undefined) {
        nango.addConnection({
            integration,
            id,
            tags,
            credentials: vendor.credentials(SECRET),
            connectionConfig: vendor.config
        });
    } else throw new Error(`How does one connect to ${integration}? Say it here.`);
    return id;
}

export const QUERY = 'SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 5))';
