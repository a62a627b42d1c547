/**
 * The faults that every function has to bear. Each is written as the protocol it hits writes it: the SQL API, the driver's
 * protocol, or AWS. A function that never meets a fault (it reads one partition only) counts as such.
 */
import * as z from 'zod';
import { answer, page } from '../../support/fault-proxy.js';
import type { Answer, Asked, FaultProxy, Order } from '../../support/fault-proxy.js';
import type { MatrixWorld } from './world.js';

export interface Fault {
    readonly name: string;
    /** Arms it for the next run. */
    readonly arm: (world: MatrixWorld) => Armed;
    /** For syncs only, with the reason. */
    readonly syncsOnly?: string;
}

export interface Armed {
    /** Whether the run ran into it. */
    readonly isMet: () => boolean;
    readonly disarm: () => void;
}

const ForeverJson = z.looseObject({});
const Rows = z.array(z.unknown());

const isSqlApi = ({ path }: Asked): boolean => path.startsWith('/api/v2/statements');
const isSnowflake = ({ host }: Asked): boolean => host.includes('.snowflakecomputing.com');
const isStatement = ({ method, path }: Asked): boolean =>
    method === 'POST' && (/^\/api\/v2\/statements(\?|$)/.test(path) || path.startsWith('/queries/v1/query-request'));
const isAws = ({ host }: Asked): boolean => host.endsWith('.amazonaws.com');

function wire(name: string, order: Order, ...more: Order[]): Fault {
    return { name, arm: ({ proxy }) => armed(proxy, [order, ...more]) };
}

/** What Nango asks for itself, to renew an OAuth token, is no request of a function's. */
const isOfNango = ({ path }: Asked): boolean => path.startsWith('/oauth/');

function armed(proxy: FaultProxy, orders: readonly Order[]): Armed {
    for (const each of orders)
        proxy.order({ ...each, hits: (asked) => !isOfNango(asked) && (each.hits?.(asked) ?? true) });
    return { isMet: () => proxy.spoilt > 0, disarm: () => proxy.clear() };
}

const status = (code: number, headers: Record<string, string> = {}) => ({
    answer: (): Answer => answer(code, {}, headers)
});

/** A refusal of Snowflake's, as each protocol writes it. */
function refusal(code: string, sqlState: string, message: string, httpStatus = 422): (asked: Asked) => Answer {
    return (asked) =>
        isSqlApi(asked)
            ? answer(httpStatus, { code, sqlState, message, statementHandle: '01b00000-0000-0000-0000-000000000000' })
            : answer(200, { success: false, code, message, data: { sqlState, queryId: '01b0' } });
}

const TOKEN_REFUSED: Readonly<Record<string, object>> = {
    KEYPAIR_JWT: { code: '390144', message: 'JWT token is invalid.' },
    PROGRAMMATIC_ACCESS_TOKEN: { code: '394400', message: 'Programmatic access token is invalid.' },
    OAUTH: { code: '390318', message: 'OAuth access token expired.' }
};

const unauthorised = (asked: Asked): Answer =>
    isAws(asked)
        ? answer(400, {
              __type: 'ExpiredTokenException',
              message: 'The security token included in the request is expired'
          })
        : isSqlApi(asked)
          ? answer(401, TOKEN_REFUSED[String(asked.headers['x-snowflake-authorization-token-type'])] ?? {})
          : isSnowflake(asked)
            ? answer(200, { success: false, code: '390112', message: 'Your session has expired.', data: null })
            : answer(401, {});

function json(real: Answer, change: (body: Record<string, unknown>) => Record<string, unknown>): Answer {
    const body = ForeverJson.safeParse(parsedJson(real.body.toString())).data;
    return body === undefined ? real : { ...real, body: Buffer.from(JSON.stringify(change(body))) };
}

function parsedJson(text: string): unknown {
    try {
        const value: unknown = JSON.parse(text);
        return value;
    } catch {
        return undefined;
    }
}

const withoutLast = (rows: unknown): unknown => Rows.safeParse(rows).data?.slice(0, -1) ?? rows;

const shortByOne = (real: Answer, asked: Asked): Answer =>
    json(real, (body) => {
        if (isSqlApi(asked)) return { ...body, data: withoutLast(body['data']) };
        const data = ForeverJson.safeParse(body['data']).data;
        return data === undefined ? body : { ...body, data: { ...data, rowset: withoutLast(data['rowset']) } };
    });

const HANDLE = /^\/api\/v2\/statements\/([^/?]+)/;

/** The real statement has ended already; the answer says that it runs on, and where to look. */
const stillRunning = (real: Answer, asked: Asked): Answer => {
    if (real.status !== 200) return real;
    const changed = json(real, (body) => {
        if (isSqlApi(asked)) return running(String(body['statementHandle'] ?? ''));
        const id = String(ForeverJson.safeParse(body['data']).data?.['queryId'] ?? '');
        const data = {
            queryId: id,
            getResultUrl: `/queries/${id}/result`,
            progressDesc: null,
            queryAbortsAfterSecs: 300
        };
        return body['success'] === true ? { success: true, code: '333334', message: null, data } : body;
    });
    return isSqlApi(asked) ? { ...changed, status: 202 } : changed;
};

function running(handle: string): Record<string, unknown> {
    return {
        code: '333334',
        message:
            'Asynchronous execution in progress. Use provided query id to perform query monitoring and management.',
        statementHandle: handle,
        statementStatusUrl: `/api/v2/statements/${handle}`
    };
}

const isLaterPart = ({ method, path }: Asked): boolean =>
    method === 'GET' && (/[?&]partition=[1-9]/.test(path) || !/^\/(api|queries|session)\//.test(path));

/** A call of Nango's own that fails once, where the local Nango keeps things. */
function once<Name extends string>(
    name: string,
    target: (world: MatrixWorld) => { readonly [Key in Name]: (...args: never[]) => unknown },
    method: Name,
    skip = 0
): Fault['arm'] {
    return (world) => {
        const owner = target(world);
        const real: unknown = Reflect.get(owner, method);
        if (typeof real !== 'function') throw new Error(`${name}: no ${method}`);
        let left = skip;
        Reflect.set(owner, method, (...args: unknown[]): unknown => {
            if (left-- === 0) throw new Error(`Nango's ${name} failed (ordered by a test)`);
            return Reflect.apply(real, owner, args);
        });
        return { isMet: () => left < 0, disarm: () => void Reflect.deleteProperty(owner, method) };
    };
}

const MANY = 1_000_000;

export const FAULTS: readonly Fault[] = [
    wire('429 with Retry-After', { spoil: status(429, { 'retry-after': '2' }), times: 3 }),
    wire('429 without Retry-After', { spoil: status(429), times: 3 }),
    wire('429 for good', { spoil: status(429, { 'retry-after': '30' }), times: MANY }),
    wire('503, three times', { spoil: status(503), times: 3 }),
    wire('500 for good', { spoil: status(500), times: MANY }),
    wire('502 with a page of HTML', { spoil: { answer: () => page(502, '<html>Bad gateway</html>') }, times: 2 }),
    wire('200 with a page of HTML', { spoil: { answer: () => page(200, '<html>Sign in</html>') }, times: 1 }),
    wire('a body cut off', { spoil: { broken: 'within' }, times: 1 }),
    wire('a connection reset before the work', { spoil: { broken: 'before' }, times: 1 }),
    wire('a connection reset after the work', { spoil: { broken: 'after' }, times: 1 }),
    wire('JSON that is garbled', {
        spoil: { instead: (real) => ({ ...real, body: real.body.subarray(0, real.body.length >> 1) }) },
        times: 1
    }),
    wire('an answer short by one row', { spoil: { instead: shortByOne }, hits: isStatement, times: 1 }),
    wire('every answer short by one row', { spoil: { instead: shortByOne }, hits: isStatement, times: MANY }),
    wire('401 once', {
        spoil: { answer: unauthorised },
        hits: (asked) => isStatement(asked) || isAws(asked),
        times: 1
    }),
    wire('401 for good', { spoil: { answer: unauthorised }, hits: (asked) => !asked.path.includes('delete=true') }),
    wire('408, a statement that took too long', {
        spoil: {
            answer: refusal(
                '000630',
                '57014',
                'Statement reached its statement or warehouse timeout of 60 second(s) and was canceled.',
                408
            )
        },
        hits: isStatement,
        times: 1
    }),
    wire('422, a statement that was refused', {
        spoil: {
            answer: refusal('002003', '02000', 'SQL compilation error:\nObject does not exist or not authorized.')
        },
        hits: isStatement,
        times: 1
    }),
    wire('an internal error of Snowflake', {
        spoil: {
            answer: refusal('000603', 'XX000', 'SQL execution internal error: Processing aborted by error 300010:1234')
        },
        hits: isStatement,
        times: 1
    }),
    wire(
        'statements that run long (202)',
        { spoil: { instead: stillRunning }, hits: isStatement, times: MANY },
        {
            spoil: { answer: ({ path }) => answer(202, running(HANDLE.exec(path)?.[1] ?? '')) },
            hits: ({ method, path }) => method === 'GET' && HANDLE.test(path) && !path.includes('partition='),
            times: 2
        }
    ),
    wire('a partition that is lost', {
        spoil: { answer: () => answer(404, { code: '000709', message: 'Statement not found' }) },
        hits: isLaterPart,
        times: 1
    }),
    wire('a statement cancelled by somebody', {
        spoil: { answer: refusal('000604', '57014', 'SQL execution canceled') },
        hits: isStatement,
        times: 1
    }),
    wire('a body that never ends', { spoil: { unending: true }, times: 1 }),
    {
        name: 'DNS that fails twice',
        arm: ({ nango: { network } }) => {
            network.failLookups(/./, 2);
            return { isMet: () => network.failedLookups > 0, disarm: () => network.failLookups(/./, 0) };
        }
    },
    {
        name: 'Nango does not save records',
        arm: once('batchSave', ({ nango }) => nango.recordStore, 'save'),
        syncsOnly: 'saves records'
    },
    {
        name: 'Nango does not save a checkpoint',
        arm: once('saveCheckpoint', ({ nango }) => nango.checkpoints, 'put'),
        syncsOnly: 'saves checkpoints'
    },
    // The first look is the local Nango's own, to find whose function it runs.
    {
        name: 'Nango does not give the connection',
        arm: once('getConnection', ({ nango }) => nango.connections, 'find', 1)
    },
    {
        name: 'Nango does not give the connection the second time',
        arm: once('getConnection', ({ nango }) => nango.connections, 'find', 2)
    }
];
