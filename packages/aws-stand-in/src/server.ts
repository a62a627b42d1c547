/**
 * An AWS stand-in on loopback: Secrets Manager, Glue and a little of STS, for tests and the demo. It checks signatures
 * and policies as AWS does; nothing is written down, and nothing a request carries is logged.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { keepIdleConnections } from 'stand-in-base/idle-connections.js';
import { AwsFailure } from './aws-failure.js';
import type { Caller, Operations } from './call.js';
import { Clock } from './clock.js';
import { checkScope, readTarget, type Target } from './endpoint.js';
import { Faults } from './faults.js';
import { connectionOperations } from './glue/connections.js';
import { jobOperations } from './glue/jobs.js';
import { GlueStore } from './glue/store.js';
import { Identities } from './identity.js';
import { RequestLog } from './request-log.js';
import { deletionOperations } from './secrets-manager/deletion.js';
import { readOperations } from './secrets-manager/read.js';
import { replicationOperations } from './secrets-manager/replication.js';
import { rotationOperations } from './secrets-manager/rotation.js';
import { SecretStore } from './secrets-manager/store.js';
import { writeOperations } from './secrets-manager/write.js';
import { readScope, verifySignature, type SignedRequest } from './sigv4.js';
import { runSts, stsError } from './sts.js';

export interface AwsOptions {
    /** The region that the loopback address itself stands for; hosts under amazonaws.com name their own. */
    readonly region?: string;
    readonly accountId?: string;
    readonly port?: number;
    readonly host?: string;
    /** The time that its clients live by, in milliseconds; the machine's unless a test moves it. */
    readonly now?: () => number;
}

export interface EmbeddedAws {
    /** `http://127.0.0.1:<port>`, for the SDK's `endpoint`. */
    readonly url: string;
    readonly port: number;
    readonly region: string;
    readonly accountId: string;
    readonly clock: Clock;
    readonly identities: Identities;
    readonly faults: Faults;
    readonly log: RequestLog;
    /** State behind the protocol, for arranging and for looking; without a region: the server's own. */
    secrets(region?: string): SecretStore;
    glue(region?: string): GlueStore;
    close(): Promise<void>;
}

interface Region {
    readonly secrets: SecretStore;
    readonly glue: GlueStore;
    readonly operations: Readonly<Record<'secretsmanager' | 'glue', Operations>>;
}

/** JSON 1.1 writes errors with `__type`; unlike the services, the auth layer in front of them says `message`. */
const AUTH_CODES =
    /Signature|UnrecognizedClient|ExpiredToken|MissingAuthentication|UnknownOperation|Throttling|Validation|Serialization/;

function errorBody(failure: AwsFailure): string {
    const member = AUTH_CODES.test(failure.code) ? 'message' : 'Message';
    return JSON.stringify({ __type: failure.code, [member]: failure.message, ...failure.members });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
    try {
        return JSON.parse(body.toString('utf8'));
    } catch {
        throw new AwsFailure('SerializationException', 'The request body is not valid JSON.');
    }
}

/** The name a request is about, for the log and for faults. */
function resourceOf(input: unknown): string | undefined {
    if (typeof input !== 'object' || input === null) return undefined;
    const members = new Map<string, unknown>(Object.entries(input));
    for (const key of ['SecretId', 'Name', 'JobName', 'ConnectionName', 'ResourceArn']) {
        const value = members.get(key);
        if (typeof value === 'string') return value;
    }
    return undefined;
}

/** Starts the stand-in; `close()` ends it and every connection to it. */
export async function startAws(options: AwsOptions = {}): Promise<EmbeddedAws> {
    const ownRegion = options.region ?? 'us-east-1';
    const accountId = options.accountId ?? '123456789012';
    const clock = new Clock(options.now);
    const identities = new Identities(accountId, () => clock.now());
    const faults = new Faults();
    const log = new RequestLog();
    const regions = new Map<string, Region>();

    const inRegion = (name: string): Region => {
        const known = regions.get(name);
        if (known !== undefined) return known;
        const secrets = new SecretStore(accountId, name);
        const glue = new GlueStore(accountId, name);
        const region: Region = {
            secrets,
            glue,
            operations: {
                secretsmanager: {
                    ...readOperations(secrets),
                    ...writeOperations(secrets),
                    ...deletionOperations(secrets),
                    ...replicationOperations(secrets),
                    ...rotationOperations(secrets)
                },
                glue: { ...jobOperations(glue), ...connectionOperations(glue) }
            }
        };
        regions.set(name, region);
        return region;
    };

    /** Who calls, once the signature holds. */
    const authenticate = (request: SignedRequest, target: Target, host: string): Caller => {
        const scope = readScope(request);
        const token = request.headers['x-amz-security-token'];
        const holder = identities.resolve(scope.accessKeyId, typeof token === 'string' ? token : undefined);
        const region = checkScope(host, target, scope, ownRegion);
        verifySignature(request, scope, holder.secretAccessKey, clock.wireNow());
        return { principal: holder.principal, accountId, region, nowMs: clock.now() };
    };

    const run = (target: Target, caller: Caller, body: Buffer, requestId: string): string => {
        if (target.service === 'sts') {
            return runSts(caller, new URLSearchParams(body.toString('utf8')), identities, requestId);
        }
        const operations = inRegion(caller.region).operations[target.service];
        const operation = Object.hasOwn(operations, target.operation) ? operations[target.operation] : undefined;
        if (operation === undefined) throw new AwsFailure('UnknownOperationException', '');
        const result = operation(caller, parseJson(body));
        inRegion(caller.region).secrets.remember(clock.now());
        return result === null ? '' : JSON.stringify(result);
    };

    const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        const requestId = randomUUID();
        const body = await readBody(request);
        const host = request.headers.host ?? '';
        const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
        const amzTarget = request.headers['x-amz-target'];
        const accessKeyId = /Credential=([A-Z0-9]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? null;
        let target: Target = { service: 'sts', operation: '' };
        let resource: string | undefined;
        let failure: AwsFailure | null = null;
        try {
            target = readTarget(
                typeof amzTarget === 'string' ? amzTarget : undefined,
                isForm ? new URLSearchParams(body.toString('utf8')) : null
            );
            resource = isForm ? undefined : resourceOf(parseJson(body));
        } catch (error) {
            if (!(error instanceof AwsFailure)) throw error;
            failure = error;
        }
        const region = /\/([a-z0-9-]+)\/[a-z]+\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? '';
        const note = (status: number, error: string | null, reached: boolean): void => {
            log.add({ ...target, region, resource, status, error, requestId, reached, accessKeyId, host });
        };
        const outcome = faults.judge(target.operation, resource);
        if (outcome.before === 'drop') {
            note(0, null, false);
            request.socket.destroy();
            return;
        }
        if (outcome.before !== 'go') await outcome.before;

        let answer = '';
        try {
            if (failure !== null) throw failure;
            const signed = { method: request.method ?? '', url: request.url ?? '/', headers: request.headers, body };
            const caller = authenticate(signed, target, host);
            if (outcome.failure !== null) throw outcome.failure;
            answer = run(target, caller, body, requestId);
        } catch (error) {
            failure =
                error instanceof AwsFailure
                    ? error
                    : new AwsFailure('InternalFailure', 'The stand-in itself failed.', 500);
            // A fault of the stand-in must be seen by whoever wrote the test, not only by its client.
            if (!(error instanceof AwsFailure)) console.error(error);
        }
        const status = failure?.status ?? 200;
        if (outcome.dropAnswer) {
            note(0, failure?.code ?? null, true);
            request.socket.destroy();
            return;
        }
        note(status, failure?.code ?? null, true);
        const xml = target.service === 'sts';
        if (failure !== null) answer = xml ? stsError(failure, requestId) : errorBody(failure);
        response.writeHead(status, {
            'content-type': xml ? 'text/xml' : 'application/x-amz-json-1.1',
            'content-length': Buffer.byteLength(answer),
            'x-amzn-requestid': requestId,
            date: new Date(clock.wireNow()).toUTCString()
        });
        response.end(answer);
    };

    const server = createServer((request, response) => {
        serve(request, response).catch((error: unknown) => {
            console.error(error);
            request.socket.destroy();
        });
    });
    keepIdleConnections(server);
    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return {
        url: `http://${address.address}:${address.port}`,
        port: address.port,
        region: ownRegion,
        accountId,
        clock,
        identities,
        faults,
        log,
        secrets: (region = ownRegion) => inRegion(region).secrets,
        glue: (region = ownRegion) => inRegion(region).glue,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            })
    };
}
