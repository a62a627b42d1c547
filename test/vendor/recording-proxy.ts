/**
 * A server that passes everything on to another and keeps what a client sent, without what differs from run to run:
 * ids, tokens, times, and what the driver tells of the machine it runs on.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Recorded {
    readonly method: string;
    readonly path: string;
    readonly query: readonly string[];
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
}

export interface RecordingProxy {
    readonly url: string;
    readonly requests: Recorded[];
    close(): Promise<void>;
}

const COMPARED_HEADERS = [
    'accept',
    'content-type',
    'client_app_id',
    'client_app_version',
    'x-amz-server-side-encryption-customer-algorithm'
];
const VARYING_FIELDS = new Set([
    'CLIENT_ENVIRONMENT',
    'TOKEN',
    'oldSessionToken',
    'queryContextDTO',
    'timestamp',
    'queryId'
]);
export const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export async function recordingProxy(target: string): Promise<RecordingProxy> {
    const requests: Recorded[] = [];
    const server = http.createServer((incoming, outgoing) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () => {
            const bytes = Buffer.concat(parts);
            requests.push(recorded(incoming, bytes));
            const passed = http.request(target + (incoming.url ?? ''), {
                method: incoming.method,
                headers: incoming.headers,
                agent: false
            });
            passed.on('response', (answer) => {
                outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
                answer.pipe(outgoing);
            });
            passed.on('error', () => incoming.destroy());
            passed.end(bytes);
        });
    });
    await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
    });
    const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
    return {
        url: `http://127.0.0.1:${port}`,
        requests,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            })
    };
}

function recorded(incoming: http.IncomingMessage, bytes: Buffer): Recorded {
    const url = new URL(incoming.url ?? '', 'http://localhost');
    const plain = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    const compared = COMPARED_HEADERS.flatMap((name) => {
        const value = incoming.headers[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const scheme = incoming.headers.authorization?.split(/[ =]/)[0] ?? 'none';
    return {
        method: incoming.method ?? '',
        path: url.pathname.replaceAll(ID, 'ID'),
        query: [...url.searchParams.keys()].toSorted(),
        headers: { ...Object.fromEntries(compared), authorization: scheme },
        body: plain.length === 0 ? undefined : steady(JSON.parse(plain.toString()))
    };
}

function steady(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(steady);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, VARYING_FIELDS.has(name) ? '…' : steady(inner)])
    );
}
