/**
 * What a statement runs in: the account, who asks, and where names without a database or schema are looked up.
 * A name that is not there and one that may not be seen are refused alike.
 */
import { Access } from './access.js';
import { cannotOperate, doesNotExist, noCurrentDatabase, noCurrentSchema, shareGone } from './failures.js';
import { qualified } from './names.js';
import { ACCOUNT_USAGE, accountUsage, SNOWFLAKE } from './system-views/account-usage.js';
import { INFORMATION_SCHEMA, informationSchema } from './system-views/information-schema.js';
import { systemRelation } from './system-views/system-view.js';

import type { Account } from './account.js';
import type { Database, Relation, Schema } from './objects/tree.js';
import type { SystemView } from './system-views/system-view.js';

/** What the session remembers from one statement to the next. */
export interface SessionState {
    readonly user: string;
    role: string;
    warehouse: string | null;
    database: string | null;
    schema: string | null;
    readonly parameters: Map<string, string>;
    /** Parameters that came with the statement that runs, for it alone. */
    ofStatement: ReadonlyMap<string, string>;
    readonly id: string;
    /** Opened with an access token of the user's. */
    readonly byAccessToken: boolean;
}

export class Context {
    readonly account: Account;
    readonly session: SessionState;
    #access: Access | undefined;

    constructor(account: Account, session: SessionState) {
        this.account = account;
        this.session = session;
    }

    get access(): Access {
        if (this.#access?.role !== this.session.role) this.#access = new Access(this.account, this.session.role);
        return this.#access;
    }

    /** For SHOW, USE, DROP and DESCRIBE: 002043 where `find...` says 002003. */
    scopeDatabase(name: string): Database {
        const database = this.account.databases.get(name);
        if (!database || !this.access.seesDatabase(database)) throw cannotOperate();
        assertReadable(database);
        if (!this.access.usesDatabase(database)) throw cannotOperate();
        return database;
    }

    scopeSchema(parts: readonly string[]): Schema {
        const [databaseName, name] = this.schemaPath(parts);
        if (databaseName === null) throw cannotOperate();
        const schema = this.scopeDatabase(databaseName).schemas.get(name);
        if (!schema || !this.access.seesSchema(schema)) throw cannotOperate();
        return schema;
    }

    schemaPath(parts: readonly string[]): [string | null, string] {
        const name = parts.at(-1) ?? '';
        return parts.length > 1 ? [parts.at(-2) ?? null, name] : [this.session.database, name];
    }

    findDatabase(name: string): Database {
        const database = this.account.databases.get(name);
        if (!database || !this.access.seesDatabase(database)) throw doesNotExist('Database', name);
        assertReadable(database);
        if (!this.access.usesDatabase(database)) throw doesNotExist('Database', name);
        return database;
    }

    findSchema(parts: readonly string[], command = 'CREATE'): Schema {
        const [databaseName, name] = this.schemaPath(parts);
        if (databaseName === null) throw noCurrentDatabase(command);
        const schema = this.findDatabase(databaseName).schemas.get(name);
        if (!schema || !this.access.usesSchema(schema)) throw doesNotExist('Schema', qualified(databaseName, name));
        return schema;
    }

    /** The schema that a table, view or other schema object is in, and its own name. */
    place(parts: readonly string[], command: string): { schema: Schema; name: string } {
        const name = parts.at(-1) ?? '';
        if (parts.length > 1) return { schema: this.findSchema(parts.slice(0, -1), command), name };
        if (this.session.database === null) throw noCurrentDatabase(command);
        if (this.session.schema === null) throw noCurrentSchema(command);
        return { schema: this.findSchema([this.session.database, this.session.schema], command), name };
    }

    findRelation(parts: readonly string[], kind = 'Object', command = 'SELECT'): Relation {
        const { schema, name } = this.place(parts, command);
        const system = systemViews(schema)?.get(name);
        if (system?.isOpenTo(this) === true) return systemRelation(this.account, schema, system);
        const relation = schema.relations.get(name);
        if (system || !relation || !this.access.sees(relation)) throw doesNotExist(kind, qualified(...parts));
        return relation;
    }
}

export function assertReadable(database: Database): void {
    if (database.unreadable === 'share_gone') throw shareGone();
    if (database.unreadable === 'no_usage') throw cannotOperate();
}

function systemViews({ name, database }: Schema): ReadonlyMap<string, SystemView> | undefined {
    if (name === INFORMATION_SCHEMA) return informationSchema;
    return name === ACCOUNT_USAGE && database.name === SNOWFLAKE ? accountUsage : undefined;
}
