/**
 * What happens to every request before and after its route: it is read, logged, and hit by the faults it matches.
 * Faults that break the connection write to the socket themselves; the adapter is told that the answer is out.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';

import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';

import type { Context } from 'hono';

import { refuse } from './driver/envelope.js';

import type { Fault } from './faults.js';
import type { Front, FrontEnv, LoggedRequest } from './front.js';

/** As the SQL API has it, and as the driver's protocol has it. */
const WithStatement = z.union([
    z
        .object({ statement: z.string(), timeout: z.number().optional().catch(undefined) })
        .transform(({ statement, timeout }) => ({ statement, timeoutSeconds: timeout })),
    z
        .object({
            sqlText: z.string(),
            parameters: z.object({ STATEMENT_TIMEOUT_IN_SECONDS: z.number().optional() }).nullish().catch(null)
        })
        .transform(({ sqlText, parameters }) => ({
            statement: sqlText,
            timeoutSeconds: parameters?.STATEMENT_TIMEOUT_IN_SECONDS
        }))
]);

export function intake(front: Pick<Front, 'faults'>, requests: LoggedRequest[]) {
    return createMiddleware<FrontEnv>(async (context, next) => {
        const body = await readJson(context);
        const statement = WithStatement.safeParse(body);
        const entry: LoggedRequest = {
            method: context.req.method,
            path: context.req.path,
            query: context.req.query(),
            host: context.req.header('host') ?? '',
            statement: statement.data?.statement ?? null,
            timeoutSeconds: statement.data?.timeoutSeconds ?? null,
            auth: 'none',
            refusal: null,
            status: 0
        };
        requests.push(entry);
        const faults = front.faults.take(entry);
        context.set('entry', entry);
        context.set('body', body);
        context.set('faults', faults);

        const early = await before(context, faults);
        if (early) {
            entry.status = early === RESPONSE_ALREADY_SENT ? 0 : early.status;
            return early;
        }
        await next();
        await rewrite(context, faults);
        if (await breakOff(context, faults)) {
            // Cleared first: hono would merge the headers of the answer that nobody gets.
            context.res = undefined;
            context.res = RESPONSE_ALREADY_SENT;
        } else {
            entry.status = context.res.status;
        }
        return undefined;
    });
}

async function before(context: Context<FrontEnv>, faults: readonly Fault[]): Promise<Response | null> {
    for (const fault of faults) {
        if (fault.kind === 'slow') await sleep(fault.ms);
    }
    for (const fault of faults) {
        if (fault.kind === 'drop-before') {
            context.env.incoming.socket.destroy();
            return RESPONSE_ALREADY_SENT;
        }
        if (fault.kind === 'status') {
            const headers = new Headers({ 'content-type': 'application/json' });
            if (fault.retryAfterSeconds !== undefined) headers.set('retry-after', String(fault.retryAfterSeconds));
            const said = {
                ...(fault.code === undefined ? {} : { code: fault.code }),
                message: fault.message ?? `HTTP status ${fault.status}`
            };
            return new Response(JSON.stringify(said), { status: fault.status, headers });
        }
        if (fault.kind === 'refuse') return refusal(context.req.path, fault);
        if (fault.kind === 'page') {
            const page = `<html><head><title>${fault.status}</title></head><body>nginx</body></html>`;
            return new Response(page, { status: fault.status, headers: { 'content-type': 'text/html' } });
        }
    }
    return null;
}

function refusal(path: string, { code, sqlState, message }: Fault & { kind: 'refuse' }): Response {
    // The SQL API has no sign-in of its own: each request may be refused as one.
    const status = /^39[^12]/.test(code) ? 401 : 422;
    if (path.startsWith('/api/')) return Response.json({ code, sqlState, message }, { status });
    return refuse({ code, message, data: { sqlState } });
}

/** Puts another answer in the place of the one that the work gave. */
async function rewrite(context: Context<FrontEnv>, faults: readonly Fault[]): Promise<void> {
    const change = faults.find((fault) => fault.kind === 'rewrite');
    const packed = faults.some((fault) => fault.kind === 'unlabelled-gzip');
    if (!change && !packed) return;
    const { res } = context;
    const bytes = Buffer.from(await res.arrayBuffer());
    const text = (res.headers.get('content-encoding') === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    const changed = change?.change?.(text) ?? text;
    const headers = { 'content-type': res.headers.get('content-type') ?? 'application/json' };
    const answer = new Response(packed ? gzipSync(changed) : changed, {
        status: change?.status ?? res.status,
        headers
    });
    // Cleared first: hono would merge the headers of the answer that nobody gets.
    context.res = undefined;
    context.res = answer;
}

/** Breaks the connection after the work was done; answers whether it did. */
async function breakOff(context: Context<FrontEnv>, faults: readonly Fault[]): Promise<boolean> {
    if (faults.some((fault) => fault.kind === 'drop-after')) {
        context.env.incoming.socket.destroy();
        return true;
    }
    if (faults.some((fault) => fault.kind === 'cut-body')) {
        await sendHalf(context);
        return true;
    }
    const drip = faults.find((fault) => fault.kind === 'drip');
    if (drip !== undefined) {
        await startBody(context);
        drip.onHang?.();
        return true;
    }
    return false;
}

/** Announces the whole body and breaks off in the middle, so that the client can tell. */
async function sendHalf(context: Context<FrontEnv>): Promise<void> {
    const body = Buffer.from(await context.res.arrayBuffer());
    const { outgoing } = context.env;
    const headers = Object.fromEntries(context.res.headers.entries());
    outgoing.writeHead(context.res.status, { ...headers, 'content-length': String(body.byteLength) });
    if (!outgoing.write(body.subarray(0, Math.floor(body.byteLength / 2)))) await once(outgoing, 'drain');
    await new Promise<void>((resolve) => {
        setImmediate(() => resolve());
    });
    outgoing.destroy();
}

/** One byte of the body, and then nothing for as long as the client stays. */
async function startBody(context: Context<FrontEnv>): Promise<void> {
    const body = Buffer.from(await context.res.arrayBuffer());
    const { outgoing } = context.env;
    const headers = Object.fromEntries(context.res.headers.entries());
    outgoing.writeHead(context.res.status, { ...headers, 'content-length': String(body.byteLength) });
    outgoing.write(body.subarray(0, 1));
}

async function readJson(context: Context<FrontEnv>): Promise<unknown> {
    const raw = Buffer.from(await context.req.arrayBuffer());
    if (raw.byteLength === 0) return undefined;
    try {
        const text = context.req.header('content-encoding') === 'gzip' ? gunzipSync(raw) : raw;
        return JSON.parse(text.toString('utf8'));
    } catch {
        return undefined;
    }
}
