/** The server's routes by their types, and its refusals as errors that a page can show. */
import { hc } from 'hono/client';
import { z } from 'zod';

import type { Column, Database, QueryResult, Role, Schema, Table, User, View } from 'nango-snowflake';
import type { AppType } from '../../server/app.js';

export const api = hc<AppType>(window.location.origin).api;

const RefusalSchema = z.object({ code: z.string(), message: z.string(), source: z.string() });

export class Refused extends Error {
    readonly code: string;
    readonly source: string;
    constructor({ code, message, source }: z.infer<typeof RefusalSchema>) {
        super(message);
        this.code = code;
        this.source = source;
    }
}

interface Answer<Body> {
    readonly ok: boolean;
    readonly status: number;
    json(): Promise<Body>;
}

/** The body of an answer; a refusal is thrown. */
export async function bodyOf<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
    const answer = await asked;
    if (answer.ok) return await answer.json();
    const said: unknown = await answer.json().catch(() => null);
    const refusal = RefusalSchema.safeParse(said);
    if (refusal.success) throw new Refused(refusal.data);
    throw new Refused({
        code: 'bad_answer',
        message: `The server answered with status ${answer.status}.`,
        source: 'app'
    });
}

export type Way = 'snowflake-jwt' | 'snowflake-token' | 'snowflake' | 'snowflake-password';

/** Which connection a screen is about. */
export interface Which {
    readonly integration: Way;
    readonly connection: string;
}

export interface Records {
    readonly databases: Database;
    readonly schemas: Schema;
    readonly tables: Table;
    readonly views: View;
    readonly columns: Column;
    readonly roles: Role;
    readonly users: User;
    readonly 'query-results': QueryResult;
}
export type Sync = keyof Records;

export interface Page<Row> {
    readonly records: readonly Row[];
    readonly deleted: readonly string[];
    /** Null where nothing is left to read. */
    readonly cursor: string | null;
}

/** The server has parsed the records by the model of their sync, which the overload states. */
export async function recordPage<S extends Sync>(
    which: Which,
    sync: S,
    cursor: string | null
): Promise<Page<Records[S]>>;
export async function recordPage(which: Which, sync: Sync, cursor: string | null): Promise<Page<Records[Sync]>> {
    const route = api.connections[':integration'][':connection'].records[':sync'];
    return await bodyOf(route.$get({ param: { ...which, sync }, query: cursor === null ? {} : { cursor } }));
}

export const connectionApi = api.connections[':integration'][':connection'];
