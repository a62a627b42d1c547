/**
 * One account's catalogue. Everything can be built here without SQL, fast enough for hundreds of thousands of columns;
 * the statements of sessions change the same objects. A table has rows in DuckDB only from its first use on.
 */
import { createHash, createPublicKey } from 'node:crypto';
import { dataType } from './data-types.js';
import { Grants } from './grants.js';

import type { DataType } from './data-types.js';
import type { Grantee } from './grants.js';
import type {
    Column,
    Database,
    NetworkPolicy,
    Relation,
    Role,
    Schema,
    Securable,
    Stage,
    Stream,
    Table,
    Task,
    User,
    View,
    Warehouse
} from './objects.js';

export type New<T extends { name: string }> = Partial<Omit<T, 'id' | 'type' | 'name'>> & Pick<T, 'name'>;
export type NewColumn = Partial<Omit<Column, 'type'>> & { readonly name: string; readonly type: DataType | string };

const SYSTEM_ROLES = ['ACCOUNTADMIN', 'ORGADMIN', 'PUBLIC', 'SECURITYADMIN', 'SYSADMIN', 'USERADMIN'];
const INFORMATION_SCHEMA_COMMENT = 'Views describing the contents of schemas in this database';

export class Account {
    readonly databases = new Map<string, Database>();
    readonly warehouses = new Map<string, Warehouse>();
    readonly roles = new Map<string, Role>();
    readonly users = new Map<string, User>();
    readonly networkPolicies = new Map<string, NetworkPolicy>();
    readonly parameters = new Map<string, string>();
    readonly grants = new Grants();
    readonly now: () => number;
    #lastId = 0;

    constructor(now: () => number = Date.now) {
        this.now = now;
        for (const name of SYSTEM_ROLES) this.addRole({ name, owner: '' });
        this.grantRole('SECURITYADMIN', { kind: 'ROLE', name: 'ACCOUNTADMIN' }, '');
        this.grantRole('SYSADMIN', { kind: 'ROLE', name: 'ACCOUNTADMIN' }, '');
        this.grantRole('USERADMIN', { kind: 'ROLE', name: 'SECURITYADMIN' }, '');
    }

    nextId(): number {
        this.#lastId += 1;
        return this.#lastId;
    }

    #named(name: string): { id: number; name: string; createdOn: number; owner: string; comment: string } {
        return { id: this.nextId(), name, createdOn: this.now(), owner: 'SYSADMIN', comment: '' };
    }

    /** With PUBLIC (unless imported) and INFORMATION_SCHEMA, as CREATE DATABASE makes it. */
    addDatabase(properties: New<Database>): Database {
        const database: Database = {
            ...this.#named(properties.name),
            type: 'DATABASE',
            kind: 'STANDARD',
            origin: '',
            options: '',
            retentionDays: 1,
            unreadable: null,
            schemas: new Map(),
            ...properties
        };
        this.databases.set(database.name, database);
        const createdOn = database.createdOn;
        this.addSchema(database, {
            name: 'INFORMATION_SCHEMA',
            createdOn,
            owner: '',
            comment: INFORMATION_SCHEMA_COMMENT
        });
        if (database.kind === 'STANDARD')
            this.addSchema(database, { name: 'PUBLIC', createdOn, owner: database.owner });
        return database;
    }

    addSchema(database: Database | string, properties: New<Omit<Schema, 'database'>>): Schema {
        const owner = typeof database === 'string' ? this.database(database) : database;
        const schema: Schema = {
            ...this.#named(properties.name),
            type: 'SCHEMA',
            database: owner,
            owner: owner.owner,
            options: '',
            retentionDays: owner.retentionDays,
            relations: new Map(),
            stages: new Map(),
            streams: new Map(),
            tasks: new Map(),
            ...properties
        };
        owner.schemas.set(schema.name, schema);
        return schema;
    }

    addTable(
        schema: Schema,
        properties: New<Omit<Table, 'schema' | 'columns'>>,
        columns: readonly NewColumn[] = []
    ): Table {
        const table: Table = {
            ...this.#named(properties.name),
            type: 'TABLE',
            schema,
            owner: schema.owner,
            kind: 'TABLE',
            columns: columns.map(columnOf),
            rows: 0,
            bytes: 0,
            clusterBy: '',
            retentionDays: schema.retentionDays,
            changeTracking: false,
            automaticClustering: false,
            searchOptimization: false,
            schemaEvolution: false,
            external: false,
            event: false,
            hybrid: false,
            iceberg: false,
            dynamic: false,
            immutable: false,
            ...properties
        };
        schema.relations.set(table.name, table);
        return table;
    }

    addView(
        schema: Schema,
        properties: New<Omit<View, 'schema' | 'columns'>>,
        columns: readonly NewColumn[] = []
    ): View {
        const view: View = {
            ...this.#named(properties.name),
            type: 'VIEW',
            schema,
            owner: schema.owner,
            columns: columns.map(columnOf),
            text: '',
            query: null,
            secure: false,
            materialized: false,
            changeTracking: false,
            ...properties
        };
        schema.relations.set(view.name, view);
        return view;
    }

    addStage(schema: Schema, properties: New<Omit<Stage, 'schema'>>): Stage {
        const stage: Stage = {
            ...this.#named(properties.name),
            type: 'STAGE',
            schema,
            url: '',
            region: null,
            cloud: null,
            storageIntegration: null,
            directoryEnabled: false,
            ...properties
        };
        schema.stages.set(stage.name, stage);
        return stage;
    }

    addStream(schema: Schema, properties: New<Omit<Stream, 'schema'>>): Stream {
        const stream: Stream = {
            ...this.#named(properties.name),
            type: 'STREAM',
            schema,
            tableName: '',
            sourceType: 'Table',
            baseTables: '',
            mode: 'DEFAULT',
            staleAfter: this.now() + 14 * 86_400_000,
            ...properties
        };
        schema.streams.set(stream.name, stream);
        return stream;
    }

    addTask(schema: Schema, properties: New<Omit<Task, 'schema'>>): Task {
        const task: Task = {
            ...this.#named(properties.name),
            type: 'TASK',
            schema,
            warehouse: null,
            schedule: null,
            predecessors: [],
            state: 'suspended',
            definition: 'SELECT 1',
            condition: null,
            ...properties
        };
        schema.tasks.set(task.name, task);
        return task;
    }

    addWarehouse(properties: New<Warehouse>): Warehouse {
        const named = this.#named(properties.name);
        const warehouse: Warehouse = {
            ...named,
            type: 'WAREHOUSE',
            state: 'SUSPENDED',
            kind: 'STANDARD',
            size: 'X-Small',
            autoSuspendSeconds: 600,
            autoResume: true,
            minClusters: 1,
            maxClusters: 1,
            scalingPolicy: 'STANDARD',
            resourceMonitor: null,
            resumedOn: named.createdOn,
            updatedOn: named.createdOn,
            ...properties
        };
        this.warehouses.set(warehouse.name, warehouse);
        return warehouse;
    }

    addRole(properties: New<Role>): Role {
        const role: Role = { ...this.#named(properties.name), type: 'ROLE', owner: 'USERADMIN', ...properties };
        this.roles.set(role.name, role);
        return role;
    }

    addUser(properties: New<User>): User {
        const user: User = {
            ...this.#named(properties.name),
            type: 'USER',
            owner: 'USERADMIN',
            loginName: properties.name.toUpperCase(),
            displayName: properties.name,
            firstName: '',
            lastName: '',
            email: '',
            userType: null,
            disabled: false,
            lockedUntil: null,
            mustChangePassword: false,
            mfa: false,
            passwordAllowed: true,
            password: null,
            programmaticAccessTokens: [],
            rsaPublicKey: null,
            rsaPublicKey2: null,
            defaultWarehouse: null,
            defaultNamespace: null,
            defaultRole: null,
            defaultSecondaryRoles: '["ALL"]',
            networkPolicy: null,
            expiresAt: null,
            lastSuccessLogin: null,
            ...properties
        };
        this.users.set(user.name, user);
        return user;
    }

    addNetworkPolicy(properties: New<NetworkPolicy>): NetworkPolicy {
        const policy: NetworkPolicy = {
            ...this.#named(properties.name),
            type: 'NETWORK POLICY',
            owner: 'SECURITYADMIN',
            allowed: [],
            blocked: [],
            ...properties
        };
        this.networkPolicies.set(policy.name, policy);
        return policy;
    }

    grantRole(role: string, to: Grantee, grantedBy = 'USERADMIN', createdOn = this.now()): void {
        this.grants.addRole({ createdOn, role, grantee: to, grantedBy });
    }

    grant(privilege: string, on: Securable, role: string, grantedBy = 'SYSADMIN', grantOption = false): void {
        const grantee: Grantee = { kind: 'ROLE', name: role };
        this.grants.add({ createdOn: this.now(), privilege, on, grantee, grantOption, grantedBy });
    }

    /** Owners and grants follow. */
    renameRole(name: string, renamed: string): void {
        const role = found(this.roles.get(name), `role ${name}`);
        this.roles.delete(name);
        role.name = renamed;
        this.roles.set(renamed, role);
        for (const object of this.securables()) if (object.owner === name) object.owner = renamed;
        this.grants.renameRole(name, renamed);
    }

    *securables(): Generator<Securable, void, undefined> {
        yield* this.warehouses.values();
        yield* this.roles.values();
        yield* this.users.values();
        yield* this.networkPolicies.values();
        for (const database of this.databases.values()) {
            yield database;
            for (const schema of database.schemas.values()) {
                yield schema;
                yield* schema.relations.values();
                yield* schema.stages.values();
                yield* schema.streams.values();
                yield* schema.tasks.values();
            }
        }
    }

    /** Throws for a name that is not there: for building, not for statements. */
    database(name: string): Database {
        return found(this.databases.get(name), `database ${name}`);
    }

    schema(database: string, name: string): Schema {
        return found(this.database(database).schemas.get(name), `schema ${database}.${name}`);
    }

    relation(database: string, schema: string, name: string): Relation {
        return found(this.schema(database, schema).relations.get(name), `table or view ${name}`);
    }

    table(database: string, schema: string, name: string): Table {
        const relation = this.relation(database, schema, name);
        if (relation.type !== 'TABLE') throw new Error(`${name} is a view`);
        return relation;
    }

    user(name: string): User {
        return found(this.users.get(name), `user ${name}`);
    }

    /** A PEM, or its base64 body alone as ALTER USER ... SET RSA_PUBLIC_KEY takes it. */
    setPublicKey(user: string, key: string | null, slot: 1 | 2 = 1): void {
        const pem = key === null ? null : publicKeyPem(key);
        if (slot === 1) this.user(user).rsaPublicKey = pem;
        else this.user(user).rsaPublicKey2 = pem;
    }

    findUserByLogin(loginName: string): User | undefined {
        const wanted = loginName.toUpperCase();
        const direct = this.users.get(wanted);
        if (direct?.loginName.toUpperCase() === wanted) return direct;
        for (const user of this.users.values()) if (user.loginName.toUpperCase() === wanted) return user;
        return undefined;
    }
}

export function columnOf(given: NewColumn): Column {
    return {
        nullable: true,
        default: null,
        storedDefault: null,
        comment: null,
        autoincrement: null,
        expression: null,
        primaryKey: false,
        uniqueKey: false,
        ...given,
        type: typeof given.type === 'string' ? dataType(given.type) : given.type
    };
}

function found<T>(value: T | undefined, what: string): T {
    if (value === undefined) throw new Error(`There is no ${what} in this account`);
    return value;
}

export function publicKeyPem(key: string): string {
    const body = key.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const der = createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' });
    return der.export({ type: 'spki', format: 'pem' }).toString();
}

/** `SHA256:` and the base64 digest of the key's DER form, as DESCRIBE USER shows it. */
export function publicKeyFingerprint(pem: string): string {
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}
