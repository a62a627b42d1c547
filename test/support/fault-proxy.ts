/**
 * Stands between Nango and whoever answers, and spoils requests or answers on order: what no stand-in would do by itself,
 * since a load balancer, a proxy or a broken line does it. Real host names arrive in the Host header.
 */
import http from 'node:http';
import { gunzipSync } from 'node:zlib';

export interface Asked {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly headers: http.IncomingHttpHeaders;
    readonly body: string;
}

export interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
}

/** What becomes of a request: an answer of the proxy's own, or what is made of the real one. */
export type Spoiling =
    | { readonly answer: (asked: Asked) => Answer }
    | { readonly instead: (answer: Answer, asked: Asked) => Answer }
    /** The connection breaks before or after the work is done, or within the body. */
    | { readonly broken: 'before' | 'after' | 'within' }
    /** The body begins and never ends. */
    | { readonly unending: true };

export interface Order {
    readonly spoil: Spoiling;
    readonly hits?: (asked: Asked) => boolean;
    /** Unset: all of them. */
    readonly times?: number;
}

export interface FaultProxy {
    readonly url: string;
    order(order: Order): void;
    clear(): void;
    /** How many requests were spoilt since the last `clear`. */
    readonly spoilt: number;
    close(): Promise<void>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
    return { status, headers: { ...JSON_TYPE, ...headers }, body: Buffer.from(JSON.stringify(body)) };
}

export function page(status: number, text: string): Answer {
    return { status, headers: { 'content-type': 'text/html' }, body: Buffer.from(text) };
}

/** `targets`: the end of a host's name, and where its requests go. `onHang`: a request stays without an answer. */
export async function startFaultProxy(
    targets: Readonly<Record<string, string>>,
    onHang: () => void
): Promise<FaultProxy> {
    let orders: { order: Order; left: number }[] = [];
    let spoilt = 0;
    const agent = new http.Agent({ keepAlive: true });
    const server = http.createServer((request, response) => {
        void serve(request, response).catch(() => response.destroy());
    });
    server.keepAliveTimeout = 0;

    function take(asked: Asked): Spoiling | null {
        const found = orders.find(({ order, left }) => left > 0 && (order.hits?.(asked) ?? true));
        if (found === undefined) return null;
        found.left -= 1;
        spoilt += 1;
        return found.order.spoil;
    }

    async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
        const body = await read(request);
        const host = request.headers.host ?? '';
        const asked = {
            method: request.method ?? '',
            host,
            path: request.url ?? '',
            headers: request.headers,
            body: body.toString()
        };
        const spoil = take(asked);
        if (spoil !== null && 'broken' in spoil && spoil.broken === 'before') return void request.socket.destroy();
        if (spoil !== null && 'answer' in spoil) return send(response, spoil.answer(asked));
        const target = Object.entries(targets).find(([end]) => host.split(':')[0]?.endsWith(end));
        if (target === undefined) throw new Error(`Nobody answers for ${host}`);
        const real = await forward(agent, target[1], request, body);
        if (spoil === null) return send(response, real);
        if ('instead' in spoil) return send(response, spoil.instead(unpacked(real), asked));
        if ('broken' in spoil && spoil.broken === 'after') return void request.socket.destroy();
        response.writeHead(real.status, { ...real.headers, 'content-length': String(real.body.length) });
        response.write(real.body.subarray(0, Math.floor(real.body.length / 2)));
        if ('unending' in spoil) onHang();
        else setImmediate(() => request.socket.destroy());
    }

    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy did not get a port.');
    return {
        url: `http://127.0.0.1:${address.port}`,
        order: (order) => void orders.push({ order, left: order.times ?? Number.POSITIVE_INFINITY }),
        clear: () => {
            orders = [];
            spoilt = 0;
        },
        get spoilt() {
            return spoilt;
        },
        close: async () => {
            agent.destroy();
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        }
    };
}

async function read(stream: http.IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
}

async function forward(
    agent: http.Agent,
    target: string,
    request: http.IncomingMessage,
    body: Buffer
): Promise<Answer> {
    const { hostname, port } = new URL(target);
    const { method, url: path, headers } = request;
    const real = await new Promise<http.IncomingMessage>((resolve, reject) => {
        const sent = http.request({ agent, hostname, port, method, path, headers }, resolve);
        sent.once('error', reject).end(body);
    });
    const kept = Object.entries(real.headers).filter(([name]) => !HOP_HEADERS.has(name));
    return {
        status: real.statusCode ?? 502,
        headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
        body: await read(real)
    };
}

const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

function unpacked(packed: Answer): Answer {
    if (packed.body[0] !== 0x1f || packed.body[1] !== 0x8b) return packed;
    const { 'content-encoding': _gzip, ...headers } = packed.headers;
    return { ...packed, headers, body: gunzipSync(packed.body) };
}

function send(response: http.ServerResponse, { status, headers, body }: Answer): void {
    response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body);
}
