/**
 * SNOWFLAKE.ACCOUNT_USAGE: the whole account for whoever may read it, dropped objects for a year, and late. Each view is
 * brought up to date when it is asked for and its last time was longer ago than its documented lag; until then it shows
 * what it showed, so that views of different lags disagree. Imported databases are not in it.
 * https://docs.snowflake.com/en/sql-reference/account-usage#differences-between-account-usage-and-information-schema
 */
import { quoteIfNeeded } from '../names.js';
import {
    COLUMN_FACTS,
    columnFacts,
    SCHEMA_FACTS,
    schemaFacts,
    TABLE_FACTS,
    tableFacts,
    VIEW_FACTS,
    viewFacts
} from './catalogue-rows.js';
import { columnsInWords, yes } from './system-view.js';

import type { Account } from '../account.js';
import type { RoleGrant } from '../grants.js';
import type { Database, Relation } from '../objects.js';
import type { Role } from '../kinds/roles/role.js';
import type { SystemView, Values } from './system-view.js';

export const ACCOUNT_USAGE = 'ACCOUNT_USAGE';
export const SNOWFLAKE = 'SNOWFLAKE';

const MINUTE_MS = 60_000;

/** A row of now, with what tells it from others: a table that was replaced is another. */
interface Kept {
    readonly key: string;
    readonly values: Values;
}

interface Definition {
    readonly name: string;
    readonly columns: string;
    readonly lagMinutes: number;
    /** https://docs.snowflake.com/en/sql-reference/snowflake-db-roles#account-usage-schema */
    readonly databaseRole: 'OBJECT_VIEWER' | 'SECURITY_VIEWER';
    /** The column that says when an object was dropped. */
    readonly deleted: 'DELETED' | 'DELETED_ON';
    now(account: Account): Iterable<Kept>;
}

const IN_TABLE = `TABLE_ID:number TABLE_NAME TABLE_SCHEMA_ID:number TABLE_SCHEMA TABLE_CATALOG_ID:number TABLE_CATALOG`;

const DEFINITIONS: readonly Definition[] = [
    {
        name: 'DATABASES',
        columns: `DATABASE_ID:number DATABASE_NAME DATABASE_OWNER IS_TRANSIENT COMMENT CREATED:time LAST_ALTERED:time
            DELETED:time RETENTION_TIME:number RESOURCE_GROUP TYPE OWNER_ROLE_TYPE OBJECT_VISIBILITY`,
        lagMinutes: 180,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const database of account.databases.values()) {
                yield {
                    key: String(database.id),
                    values: {
                        DATABASE_ID: database.id,
                        DATABASE_NAME: database.name,
                        DATABASE_OWNER: database.owner || null,
                        IS_TRANSIENT: yes(database.options.includes('TRANSIENT')),
                        COMMENT: database.comment || null,
                        CREATED: database.createdOn,
                        LAST_ALTERED: database.createdOn,
                        RETENTION_TIME: database.retentionDays,
                        TYPE: database.kind,
                        OWNER_ROLE_TYPE: roleType(database.owner)
                    }
                };
            }
        }
    },
    {
        name: 'SCHEMATA',
        columns: `SCHEMA_ID:number SCHEMA_NAME CATALOG_ID:number CATALOG_NAME ${SCHEMA_FACTS} DELETED:time OWNER_ROLE_TYPE`,
        lagMinutes: 120,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const database of ownDatabases(account)) {
                for (const schema of database.schemas.values()) {
                    yield {
                        key: String(schema.id),
                        values: {
                            SCHEMA_ID: schema.id,
                            CATALOG_ID: database.id,
                            CATALOG_NAME: database.name,
                            ...schemaFacts(schema),
                            OWNER_ROLE_TYPE: roleType(schema.owner)
                        }
                    };
                }
            }
        }
    },
    {
        name: 'TABLES',
        columns: `${IN_TABLE} ${TABLE_FACTS} DELETED:time OWNER_ROLE_TYPE INSTANCE_ID:number IS_ICEBERG IS_DYNAMIC IS_HYBRID`,
        lagMinutes: 90,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const relation of relationsOf(account)) {
                yield {
                    key: keyOf(relation),
                    values: {
                        ...placeOf(relation),
                        ...tableFacts(relation),
                        OWNER_ROLE_TYPE: roleType(relation.owner)
                    }
                };
            }
        }
    },
    {
        name: 'VIEWS',
        columns: `${IN_TABLE} ${VIEW_FACTS} DELETED:time INSTANCE_ID:number OWNER_ROLE_TYPE`,
        lagMinutes: 90,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const relation of relationsOf(account)) {
                if (relation.type === 'TABLE' || relation.materialized) continue;
                const values = { ...placeOf(relation), ...viewFacts(relation, true) };
                yield { key: keyOf(relation), values: { ...values, OWNER_ROLE_TYPE: roleType(relation.owner) } };
            }
        }
    },
    {
        name: 'COLUMNS',
        columns: `COLUMN_ID:number COLUMN_NAME ${IN_TABLE} ${COLUMN_FACTS} DELETED:time`,
        lagMinutes: 90,
        databaseRole: 'OBJECT_VIEWER',
        deleted: 'DELETED',
        *now(account): Generator<Kept, void, undefined> {
            for (const relation of relationsOf(account)) {
                const place = placeOf(relation);
                const table = keyOf(relation);
                for (const [at, column] of relation.columns.entries()) {
                    yield { key: `${table} ${column.name}`, values: { ...place, ...columnFacts(column, at) } };
                }
            }
        }
    },
    {
        name: 'ROLES',
        columns: `ROLE_ID:number CREATED_ON:time DELETED_ON:time NAME COMMENT OWNER ROLE_TYPE ROLE_DATABASE_NAME
            ROLE_INSTANCE_ID:number OWNER_ROLE_TYPE`,
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const role of account.roles.values()) {
                const { id, name, comment, owner, createdOn } = role;
                yield {
                    key: String(id),
                    values: {
                        ROLE_ID: id,
                        CREATED_ON: createdOn,
                        NAME: name,
                        COMMENT: comment || null,
                        OWNER: owner || null,
                        ROLE_TYPE: 'ROLE',
                        OWNER_ROLE_TYPE: roleType(owner)
                    }
                };
            }
        }
    },
    {
        name: 'USERS',
        columns: `USER_ID:number NAME CREATED_ON:time DELETED_ON:time LOGIN_NAME DISPLAY_NAME FIRST_NAME LAST_NAME EMAIL
            MUST_CHANGE_PASSWORD HAS_PASSWORD COMMENT DISABLED SNOWFLAKE_LOCK DEFAULT_WAREHOUSE DEFAULT_NAMESPACE
            DEFAULT_ROLE OWNER DEFAULT_SECONDARY_ROLE TYPE`,
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const user of account.users.values()) {
                yield {
                    key: String(user.id),
                    values: {
                        USER_ID: user.id,
                        NAME: user.name,
                        CREATED_ON: user.createdOn,
                        LOGIN_NAME: user.loginName,
                        DISPLAY_NAME: user.displayName,
                        FIRST_NAME: user.firstName || null,
                        LAST_NAME: user.lastName || null,
                        EMAIL: user.email || null,
                        DISABLED: String(user.disabled),
                        DEFAULT_WAREHOUSE: user.defaultWarehouse,
                        DEFAULT_NAMESPACE: user.defaultNamespace,
                        DEFAULT_ROLE: user.defaultRole,
                        OWNER: user.owner || null,
                        COMMENT: user.comment || null,
                        TYPE: user.userType
                    }
                };
            }
        }
    },
    {
        name: 'GRANTS_TO_ROLES',
        columns: `CREATED_ON:time MODIFIED_ON:time PRIVILEGE GRANTED_ON NAME TABLE_CATALOG TABLE_SCHEMA GRANTED_TO
            GRANTEE_NAME GRANT_OPTION:boolean GRANTED_BY DELETED_ON:time GRANTED_BY_ROLE_TYPE OBJECT_INSTANCE`,
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const { role, grantee, grantedBy, createdOn } of roleGrants(account)) {
                if (grantee.kind === 'USER') continue;
                yield {
                    key: `${role.id} ${role.name} ${grantee.kind} ${grantee.name}`,
                    values: {
                        CREATED_ON: createdOn,
                        MODIFIED_ON: createdOn,
                        PRIVILEGE: 'USAGE',
                        GRANTED_ON: 'ROLE',
                        NAME: role.name,
                        GRANTED_TO: grantee.kind,
                        GRANTEE_NAME: grantee.name,
                        GRANTED_BY: grantedBy,
                        GRANTED_BY_ROLE_TYPE: 'ROLE'
                    }
                };
            }
            for (const grant of account.grants.all()) {
                const { on, grantee, privilege, createdOn, grantedBy } = grant;
                yield {
                    key: `${on.id} ${privilege} ${grantee.kind} ${grantee.name}`,
                    values: {
                        CREATED_ON: createdOn,
                        MODIFIED_ON: createdOn,
                        PRIVILEGE: privilege,
                        GRANTED_ON: on.type,
                        NAME: quoteIfNeeded(on.name),
                        GRANTED_TO: grantee.kind,
                        GRANTEE_NAME: grantee.name,
                        GRANTED_BY: grantedBy
                    }
                };
            }
        }
    },
    {
        name: 'GRANTS_TO_USERS',
        columns: 'CREATED_ON:time DELETED_ON:time ROLE GRANTED_TO GRANTEE_NAME GRANTED_BY',
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const { role, grantee, grantedBy, createdOn } of roleGrants(account)) {
                if (grantee.kind !== 'USER') continue;
                yield {
                    key: `${role.id} ${role.name} ${grantee.name}`,
                    values: {
                        CREATED_ON: createdOn,
                        ROLE: role.name,
                        GRANTED_TO: 'USER',
                        GRANTEE_NAME: grantee.name,
                        GRANTED_BY: grantedBy
                    }
                };
            }
        }
    }
];

/** What the views of one account showed last. */
export class AccountUsage {
    readonly #account: Account;
    readonly #shown = new Map<string, { readonly at: number; readonly rows: ReadonlyMap<string, Values> }>();

    constructor(account: Account) {
        this.#account = account;
    }

    rows(definition: Definition): Values[] {
        const now = this.#account.now();
        const last = this.#shown.get(definition.name) ?? { at: this.#account.madeOn, rows: new Map<string, Values>() };
        if (now - last.at < definition.lagMinutes * MINUTE_MS) return [...last.rows.values()];
        const rows = new Map<string, Values>();
        for (const { key, values } of definition.now(this.#account)) rows.set(key, values);
        for (const [key, values] of last.rows) {
            if (rows.has(key)) continue;
            const gone = values[definition.deleted] ?? null;
            // One that was dropped and made anew with the same key begins anew; the old row stays under another.
            rows.set(
                gone === null ? `${key} ${now}` : key,
                gone === null ? { ...values, [definition.deleted]: now } : values
            );
        }
        this.#shown.set(definition.name, { at: now, rows });
        return [...rows.values()];
    }

    /** As if every view had just been brought up to date. */
    catchUp(): void {
        for (const definition of DEFINITIONS) {
            const last = this.#shown.get(definition.name);
            this.#shown.set(definition.name, { at: -Infinity, rows: last?.rows ?? new Map<string, Values>() });
            this.rows(definition);
        }
    }
}

const usages = new WeakMap<Account, AccountUsage>();

export function usageOf(account: Account): AccountUsage {
    const known = usages.get(account) ?? new AccountUsage(account);
    usages.set(account, known);
    return known;
}

export const accountUsage = new Map(
    DEFINITIONS.map((definition): [string, SystemView] => [
        definition.name,
        {
            name: definition.name,
            columns: columnsInWords(definition.columns),
            isOpenTo: ({ access }) => access.hasDatabaseRole(`${SNOWFLAKE}.${definition.databaseRole}`),
            rows: ({ account }) => usageOf(account).rows(definition)
        }
    ])
);

function roleType(owner: string): string | null {
    return owner === '' ? null : 'ROLE';
}

function* roleGrants(account: Account): Generator<Omit<RoleGrant, 'role'> & { readonly role: Role }, void, undefined> {
    for (const role of account.roles.values()) {
        for (const grant of account.grants.granteesOf(role.name)) yield { ...grant, role };
    }
}

function* ownDatabases(account: Account): Generator<Database, void, undefined> {
    for (const database of account.databases.values()) {
        if (database.kind === 'STANDARD' || database.kind === 'PERSONAL DATABASE') yield database;
    }
}

function* relationsOf(account: Account): Generator<Relation, void, undefined> {
    for (const database of ownDatabases(account)) {
        for (const schema of database.schemas.values()) {
            for (const relation of schema.relations.values()) {
                if (relation.type === 'TABLE' || !relation.semantic) yield relation;
            }
        }
    }
}

/** A rename changes the row; a table that was replaced is another. */
function keyOf({ id }: Relation): string {
    return String(id);
}

function placeOf({ id, name, schema }: Relation): Values {
    return {
        TABLE_ID: id,
        TABLE_NAME: name,
        TABLE_SCHEMA_ID: schema.id,
        TABLE_SCHEMA: schema.name,
        TABLE_CATALOG_ID: schema.database.id,
        TABLE_CATALOG: schema.database.name
    };
}
