/**
 * One session: it remembers role, warehouse, database, schema and parameters, and sends each statement to what runs it.
 * Statements of one session run one after the other.
 */
import { StatementFailure } from '../types.js';
import { showColumns, statusResult } from './cells.js';
import { Context } from './context.js';
import { runDdl } from './statements/ddl.js';
import { describe } from './statements/describe.js';
import { recount } from './row-counts.js';
import { runDml } from './statements/dml.js';
import { syntaxError, wrongStatementCount } from './failures.js';
import { runGrant } from './statements/grant.js';
import { prepare, runSelect, throwIfAborted } from './query.js';
import { Reader } from './reader.js';
import { runSessionStatement } from './statements/session-statements.js';
import { inForce, isOn } from './parameters.js';
import { show } from './statements/show.js';
import { waitFor } from './system-wait.js';
import { substitute } from './substitute.js';
import { isWord, splitStatements, tokenize } from './tokens.js';
import { underParameters } from './under-parameters.js';

import type { DuckDBConnection } from '@duckdb/node-api';
import type { BindValue, ResultSet, Session } from '../types.js';
import type { Account } from './account.js';
import type { SessionState } from './context.js';
import type { Table } from './objects/tree.js';
import type { Work } from './query.js';
import type { ShowOptions } from './show-options.js';
import type { Store } from './store.js';
import type { Facts } from './substitute.js';
import type { Token } from './tokens.js';

export interface SessionServices {
    readonly account: Account;
    readonly store: Store;
    readonly facts: Facts;
    readonly show: () => ShowOptions;
    readonly history: string[];
}

const TRANSACTION = new Set(['BEGIN', 'START', 'COMMIT', 'ROLLBACK']);
const DML = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE']);
const DONE_BY: Readonly<Record<string, string>> = { INSERT: 'inserted', UPDATE: 'updated', DELETE: 'deleted' };
const DDL = new Set(['CREATE', 'DROP', 'UNDROP', 'COMMENT', 'TRUNCATE']);

/** Connections go from session to session; each remembers its time zone. */
const zoneOf = new WeakMap<DuckDBConnection, string>();

export class EngineSession implements Session {
    readonly #services: SessionServices;
    readonly #state: SessionState;
    readonly #context: Context;
    #transaction: DuckDBConnection | null = null;
    readonly #touched = new Set<Table>();
    #queue: Promise<unknown> = Promise.resolve();

    constructor(services: SessionServices, state: SessionState) {
        this.#services = services;
        this.#state = state;
        this.#context = new Context(services.account, state);
    }

    get user(): string {
        return this.#state.user;
    }
    get role(): string | null {
        return this.#state.role;
    }
    get warehouse(): string | null {
        return this.#state.warehouse;
    }
    get database(): string | null {
        return this.#state.database;
    }
    get schema(): string | null {
        return this.#state.schema;
    }

    async execute(
        statement: string,
        binds: readonly BindValue[] = [],
        signal?: AbortSignal,
        parameters: ReadonlyMap<string, string> = new Map()
    ): Promise<ResultSet> {
        const run = this.#queue.then(() => {
            this.#state.ofStatement = parameters;
            return this.#execute(statement, binds, signal);
        });
        this.#queue = run.catch(() => undefined);
        return run;
    }

    async describe(statement: string): Promise<ResultSet> {
        const run = this.#queue.then(() => this.#describe(statement));
        this.#queue = run.catch(() => undefined);
        return run;
    }

    parameter(name: string): string | undefined {
        return inForce(this.#context, name)?.value;
    }

    setParameter(name: string, value: string): void {
        this.#state.parameters.set(name, value);
    }

    async close(): Promise<void> {
        await this.#queue;
        await this.#finish('ROLLBACK');
    }

    async #execute(statement: string, binds: readonly BindValue[], signal?: AbortSignal): Promise<ResultSet> {
        throwIfAborted(signal);
        const statements = splitStatements(statement);
        const [only] = statements;
        if (only === undefined)
            throw new StatementFailure('000900', '42601', 'SQL compilation error:\nEmpty SQL statement.');
        if (statements.length > 1) throw wrongStatementCount(statements.length, 1);
        this.#services.history.push(only);
        const read = underParameters(only, this.#context);
        const tokens = tokenize(read);
        const word = tokens[0]?.text.toUpperCase() ?? '';
        // DDL is a transaction of its own and commits the one before it.
        // https://docs.snowflake.com/en/sql-reference/transactions#ddl
        if (DDL.has(word) || (word === 'ALTER' && commits(tokens))) await this.#finish('COMMIT');
        else if (DML.has(word) && !isOn(this.#context, 'AUTOCOMMIT')) await this.#begin();
        const held = this.#transaction !== null;
        const connection = this.#transaction ?? (await this.#services.store.acquire());
        await this.#useTimeZone(connection);
        const work: Work = {
            context: this.#context,
            store: this.#services.store,
            connection,
            signal,
            touched: this.#touched
        };
        try {
            return await this.#dispatch(read, tokens, binds, work);
        } catch (error) {
            if (isOn(this.#context, 'TRANSACTION_ABORT_ON_ERROR')) await this.#finish('ROLLBACK');
            throw error;
        } finally {
            if (!held && this.#transaction !== connection) this.#services.store.release(connection);
        }
    }

    async #dispatch(
        sql: string,
        tokens: readonly Token[],
        binds: readonly BindValue[],
        work: Work
    ): Promise<ResultSet> {
        const reader = new Reader(sql, tokens);
        const word = tokens.find((token) => token.text !== '(')?.text.toUpperCase() ?? '';
        const context = this.#context;
        if (word === 'SHOW') return show(context, reader, this.#services.show());
        if (word === 'DESC' || word === 'DESCRIBE') return describe(context, reader);
        if (TRANSACTION.has(word)) return this.#transact(word);
        const statement = substitute(sql, tokens, context, this.#services.facts, binds);
        const substituted = new Reader(statement.sql);
        if (word === 'GRANT' || word === 'REVOKE') return runGrant(context, substituted);
        if (DML.has(word)) return runDml(work, statement, substituted);
        if (DDL.has(word)) return runDdl(work, substituted);
        if (word === 'SELECT' || word === 'WITH' || word === 'VALUES') {
            await waitFor(tokens, work.signal);
            return runSelect(work, statement);
        }
        if (word === 'CALL') {
            await waitFor(tokens, work.signal);
            const call = sql.slice(tokens[1]?.start ?? sql.length);
            const name = tokens[1]?.text.toUpperCase() ?? 'CALL';
            return runSelect(work, { sql: `SELECT ${call} AS "${name}"`, itemTexts: [] });
        }
        const answer = await runSessionStatement(work, substituted);
        if (answer) return answer;
        if (word === 'ALTER') return runDdl(work, substituted);
        throw syntaxError(1, 0, tokens[0]?.text ?? '');
    }

    async #describe(statement: string): Promise<ResultSet> {
        const sql = underParameters(statement, this.#context);
        const tokens = tokenize(sql);
        const word = tokens.find((token) => token.text !== '(')?.text.toUpperCase() ?? '';
        const placeholders = tokens.filter(({ kind }) => kind === 'bind');
        const binds = placeholders.filter(({ text }) => text === '').length;
        const count = Math.max(binds, ...placeholders.map(({ text }) => Number(text) || 0));
        const nulls = Array.from({ length: count }, () => ({ type: 'ANY', value: null }));
        if (word === 'SHOW')
            return { ...show(this.#context, new Reader(sql, tokens), this.#services.show()), rows: [] };
        const { store } = this.#services;
        const connection = this.#transaction ?? (await store.acquire());
        const work: Work = { context: this.#context, store, connection, signal: undefined, touched: this.#touched };
        try {
            const given = substitute(sql, tokens, this.#context, this.#services.facts, nulls);
            if (word === 'SELECT' || word === 'WITH' || word === 'VALUES') {
                return { ...(await runSelect(work, given, true)), binds: count };
            }
            const answer = statusResult('', DML.has(word) ? 'dml' : 'ddl');
            if (!DML.has(word) || word === 'TRUNCATE') return { ...answer, rows: [] };
            await prepare(work, given);
            const [column] = showColumns('rows:number');
            const name = `number of rows ${DONE_BY[word] ?? 'changed'}`;
            return { ...answer, columns: column ? [{ ...column, name }] : [], rows: [], binds: count };
        } finally {
            if (this.#transaction !== connection) store.release(connection);
        }
    }

    /** Ends the open transaction, if there is one; its connection goes back to the store. */
    async #finish(how: string): Promise<void> {
        const connection = this.#transaction;
        if (!connection) return;
        this.#transaction = null;
        const { store, account } = this.#services;
        try {
            await connection.run(how);
            if (how !== 'ROLLBACK') return;
            for (const table of this.#touched) {
                if (account.databases.has(table.schema.database.name) && store.has(table))
                    await recount(store, table, connection);
            }
        } finally {
            this.#touched.clear();
            store.release(connection);
        }
    }

    /** Opens a transaction, if none is open, on a connection that it keeps. */
    async #begin(): Promise<void> {
        if (this.#transaction) return;
        const connection = await this.#services.store.acquire();
        await connection.run('BEGIN TRANSACTION');
        this.#transaction = connection;
    }

    /** Where nobody set TIMEZONE the engine keeps to UTC, so that its answers are the same everywhere. */
    async #useTimeZone(connection: DuckDBConnection): Promise<void> {
        const zone = inForce(this.#context, 'TIMEZONE');
        const wanted = zone === undefined || zone.level === '' ? 'UTC' : zone.value;
        if ((zoneOf.get(connection) ?? 'UTC') === wanted) return;
        await connection.run(`SET TimeZone = '${wanted.replaceAll("'", "''")}'`);
        zoneOf.set(connection, wanted);
    }

    async #transact(word: string): Promise<ResultSet> {
        if (word === 'BEGIN' || word === 'START') await this.#begin();
        else await this.#finish(word);
        return statusResult('Statement executed successfully.', 'other');
    }
}

/** ALTER SESSION is no DDL, but to change AUTOCOMMIT commits what is open. */
function commits(tokens: readonly Token[]): boolean {
    if (!isWord(tokens[1], 'SESSION')) return true;
    return tokens.some((token) => isWord(token, 'AUTOCOMMIT'));
}
