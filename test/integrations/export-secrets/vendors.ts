/**
 * The vendors of the other types of destination, as far as trying credentials goes, and one case per type: what its
 * connection holds and what is stored of it. Snowflake has a stand-in of its own.
 */
import { generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { AwsFailure } from 'aws-stand-in/aws-failure.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import type { Credentials } from 'nango-stand-in/connections.js';
import type { World } from './world.js';

export const SECRET = randomUUID();
const CLIENT = randomUUID();
const GOOGLE_ACCOUNT = 'exporter@acme-exports.iam.gserviceaccount.com';
export const WORKSPACE = randomUUID();

const GOOGLE_KEY = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
});

const partOf = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** As Google checks it: by the key of that id, for this scope and audience. */
function isSigned(assertion: string): boolean {
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const right = verify(
        'RSA-SHA256',
        Buffer.from(`${head}.${claims}`),
        GOOGLE_KEY.publicKey,
        Buffer.from(signature, 'base64url')
    );
    const { aud, iss } = Object(partOf(claims));
    const isRightKey = Object(partOf(head)).kid === SECRET;
    return right && isRightKey && aud === 'https://oauth2.googleapis.com/token' && iss === GOOGLE_ACCOUNT;
}

function serviceAccount(keyId: string): Record<string, unknown> {
    return {
        type: 'service_account',
        project_id: 'acme-exports',
        private_key_id: keyId,
        private_key: GOOGLE_KEY.privateKey,
        client_email: GOOGLE_ACCOUNT
    };
}

/** Qlik, Entra, Power BI and Google in one: each answers as documented to the right credentials and refuses others. */
function vendorServer(answers: ReadonlyMap<string, { status: number; body: unknown }>): Server {
    return createServer((request, response) => {
        const answer = (status: number, body: unknown): void => {
            response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        };
        const bearer = request.headers.authorization;
        const path = `${request.headers.host ?? ''}${request.url ?? ''}`;
        let body = '';
        request.on('data', (chunk: Buffer) => {
            body += chunk.toString();
        });
        request.on('end', () => {
            const ordered = answers.get(path);
            if (ordered !== undefined && typeof ordered.body === 'string') {
                response.writeHead(ordered.status, { 'content-type': 'text/html' }).end(ordered.body);
            } else if (ordered !== undefined) answer(ordered.status, ordered.body);
            else if (path === 'acme.eu.qlikcloud.com/api/v1/users/me') {
                answer(bearer === `Bearer ${SECRET}` ? 200 : 401, { id: 'me', status: 'active' });
            } else if (path === 'oauth2.googleapis.com/token') {
                const right = isSigned(new URLSearchParams(body).get('assertion') ?? '');
                answer(right ? 200 : 400, right ? { access_token: 'token' } : { error: 'invalid_grant' });
            } else if (path === 'bigquery.googleapis.com/bigquery/v2/projects/acme-exports/datasets/exports') {
                const found = { datasetReference: { datasetId: 'exports', projectId: 'acme-exports' } };
                answer(bearer === 'Bearer token' ? 200 : 403, found);
            } else if (path === 'login.microsoftonline.com/acme.example/oauth2/v2.0/token') {
                const form = new URLSearchParams(body);
                const right = form.get('client_id') === CLIENT && form.get('client_secret') === SECRET;
                answer(right ? 200 : 401, right ? { access_token: 'token' } : { error: 'invalid_client' });
            } else if (path === `api.powerbi.com/v1.0/myorg/groups/${WORKSPACE}/datasets`) {
                answer(bearer === 'Bearer token' ? 200 : 403, { value: [] });
            } else {
                answer(404, {});
            }
        });
    });
}

export interface Case {
    readonly integration: string;
    readonly type: string;
    readonly credentials: (secret: string) => Credentials;
    readonly config: Record<string, unknown>;
    readonly payload: Record<string, unknown>;
    readonly metadata: Record<string, string>;
}

export const CASES: readonly Case[] = [
    {
        integration: 'qlik-export',
        type: 'qlik',
        credentials: (apiKey) => ({ type: 'API_KEY', apiKey }),
        config: { tenant: 'https://acme.eu.qlikcloud.com/' },
        payload: { type: 'qlik', tenant: 'acme.eu.qlikcloud.com', api_key: SECRET },
        metadata: { tenant: 'acme.eu.qlikcloud.com' }
    },
    {
        integration: 'power-bi-export',
        type: 'power_bi',
        credentials: (password) => ({ type: 'BASIC', username: CLIENT, password }),
        config: { tenant_id: 'acme.example', workspace_id: WORKSPACE },
        payload: {
            type: 'power_bi',
            tenant_id: 'acme.example',
            workspace_id: WORKSPACE,
            client_id: CLIENT,
            client_secret: SECRET
        },
        metadata: { tenant_id: 'acme.example', workspace_id: WORKSPACE }
    },
    {
        integration: 'postgresql-export',
        type: 'postgresql',
        credentials: (password) => ({ type: 'BASIC', username: 'exporter', password }),
        config: { host: 'db.acme.example', database: 'exports' },
        payload: {
            type: 'postgresql',
            host: 'db.acme.example',
            port: 5432,
            database: 'exports',
            username: 'exporter',
            password: SECRET
        },
        metadata: { host: 'db.acme.example', port: '5432', database: 'exports' }
    },
    {
        integration: 'bigquery-export',
        type: 'bigquery',
        credentials: (keyId) => ({ type: 'API_KEY', apiKey: JSON.stringify(serviceAccount(keyId)) }),
        config: { project_id: 'acme-exports', dataset: 'exports' },
        payload: {
            type: 'bigquery',
            project_id: 'acme-exports',
            dataset: 'exports',
            credentials: serviceAccount(SECRET)
        },
        metadata: { project_id: 'acme-exports', dataset: 'exports' }
    }
];

export interface Vendors {
    /** Where their host names lead. */
    readonly hosts: Readonly<Record<string, string>>;
    /** What one of them answers in place of its own, by host and path. */
    readonly answers: Map<string, { status: number; body: unknown }>;
    close(): void;
}

export async function startVendors(): Promise<Vendors> {
    const answers = new Map<string, { status: number; body: unknown }>();
    const server = vendorServer(answers);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    return {
        hosts: {
            '*.qlikcloud.com': url,
            'login.microsoftonline.com': url,
            'api.powerbi.com': url,
            '*.googleapis.com': url
        },
        answers,
        close: () => server.close()
    };
}

/** Glue tries PostgreSQL's credentials: it lets in the right ones. */
export function letExporterIn(aws: EmbeddedAws): void {
    aws.glue().testVerdict = ({ ConnectionProperties: given }) =>
        given['USERNAME'] === 'exporter' && given['PASSWORD'] === SECRET
            ? null
            : new AwsFailure('InvalidInputException', 'FATAL: password authentication failed for user "exporter"');
}

export function addVendorIntegrations({ nango }: World): void {
    nango.addIntegration('qlik-export', 'private-api-bearer');
    nango.addIntegration('power-bi-export', 'private-api-basic');
    nango.addIntegration('postgresql-export', 'private-api-basic');
    nango.addIntegration('bigquery-export', 'private-api-bearer');
}

export function connectTo(world: World, one: Case, org: string, secret: string, config = one.config): string {
    const id = randomUUID();
    world.nango.addConnection({
        integration: one.integration,
        id,
        tags: { organization_id: org },
        credentials: one.credentials(secret),
        connectionConfig: config
    });
    return id;
}
