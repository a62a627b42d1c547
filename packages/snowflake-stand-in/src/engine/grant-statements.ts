/** GRANT and REVOKE, of roles and of privileges. https://docs.snowflake.com/en/sql-reference/sql/grant-privilege */
import { statusResult } from './cells.js';
import { doesNotExist, insufficientPrivileges } from './failures.js';
import { typeName } from './full-name.js';
import { PLAIN_KINDS } from './kinds/index.js';
import { plainObjects } from './kinds/plain-kind.js';
import { byName } from './listing.js';
import { findSecurable, readObjectType } from './securables.js';

import type { ResultSet } from '../types.js';
import type { Context } from './context.js';
import type { Grantee } from './grants.js';
import type { Schema, Securable } from './objects.js';
import type { Reader } from './reader.js';

const ALL_PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
    DATABASE: ['CREATE SCHEMA', 'MODIFY', 'MONITOR', 'USAGE'],
    SCHEMA: [
        'CREATE TABLE',
        'CREATE VIEW',
        ...PLAIN_KINDS.map(({ type }) => `CREATE ${type}`),
        'MODIFY',
        'MONITOR',
        'USAGE'
    ],
    TABLE: ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRUNCATE', 'UPDATE'],
    VIEW: ['REFERENCES', 'SELECT'],
    WAREHOUSE: ['MODIFY', 'MONITOR', 'OPERATE', 'USAGE'],
    ...Object.fromEntries(PLAIN_KINDS.map(({ type, privileges }) => [type, privileges])),
    USER: ['MONITOR'],
    ROLE: ['USAGE']
};

export function runGrant(context: Context, reader: Reader): ResultSet {
    const granting = reader.accept('GRANT');
    if (!granting) {
        reader.expect('REVOKE');
        reader.accept('GRANT', 'OPTION', 'FOR');
    }
    if (reader.accept('DATABASE', 'ROLE')) grantDatabaseRole(context, reader, granting);
    else if (reader.accept('ROLE')) grantRole(context, reader, granting);
    else grantPrivileges(context, reader, granting);
    return statusResult('Statement executed successfully.');
}

function readGrantee(context: Context, reader: Reader, granting: boolean): Grantee {
    reader.expect(granting ? 'TO' : 'FROM');
    const kind = reader.accept('USER') ? 'USER' : 'ROLE';
    if (kind === 'ROLE') reader.accept('ROLE');
    const name = reader.name();
    const known = kind === 'USER' ? context.account.users.has(name) : context.account.roles.has(name);
    if (!known) throw doesNotExist(kind === 'USER' ? 'User' : 'Role', name);
    return { kind, name };
}

function grantRole(context: Context, reader: Reader, granting: boolean): void {
    const role = reader.name();
    const { account, access, session } = context;
    const object = account.roles.get(role);
    if (!object) throw doesNotExist('Role', role);
    const grantee = readGrantee(context, reader, granting);
    reader.end();
    if (!access.mayGrant(object)) throw insufficientPrivileges('role', role);
    if (granting) account.grantRole(role, grantee, session.role);
    else account.grants.removeRole(role, grantee);
}

/** Those of SNOWFLAKE, which open its views. https://docs.snowflake.com/en/sql-reference/snowflake-db-roles */
function grantDatabaseRole(context: Context, reader: Reader, granting: boolean): void {
    const name = reader.qualifiedName().join('.');
    const grantee = readGrantee(context, reader, granting);
    reader.end();
    const { account, access } = context;
    if (!access.managesGrants) throw insufficientPrivileges('database role', name);
    if (granting) account.grants.addDatabaseRole(name, grantee.name);
    else account.grants.removeDatabaseRole(name, grantee.name);
}

function grantPrivileges(context: Context, reader: Reader, granting: boolean): void {
    const privileges = readPrivileges(reader);
    reader.expect('ON');
    if (reader.accept('ACCOUNT')) {
        grantOnAccount(context, reader, granting, privileges);
        return;
    }
    const objects = readObjects(context, reader);
    const grantee = readGrantee(context, reader, granting);
    const grantOption = reader.accept('WITH', 'GRANT', 'OPTION');
    for (const words of [['COPY'], ['REVOKE'], ['CURRENT'], ['GRANTS'], ['CASCADE'], ['RESTRICT']])
        reader.accept(...words);
    reader.end();
    for (const object of objects) {
        if (!context.access.mayGrant(object)) throw insufficientPrivileges(object.type.toLowerCase(), object.name);
        change(context, object, privileges, grantee, granting, grantOption);
    }
}

function change(
    context: Context,
    object: Securable,
    privileges: readonly string[],
    grantee: Grantee,
    granting: boolean,
    grantOption: boolean
): void {
    const { account, session } = context;
    const every = privileges.includes('ALL') ? (ALL_PRIVILEGES[typeName(object)] ?? []) : privileges;
    if (privileges.includes('OWNERSHIP') && granting) {
        object.owner = grantee.name;
        return;
    }
    if (!granting) account.grants.remove(object, every, grantee);
    for (const privilege of granting ? every : []) {
        const grantedBy = object.owner || session.role;
        account.grants.add({ createdOn: account.now(), privilege, on: object, grantee, grantOption, grantedBy });
    }
}

function grantOnAccount(context: Context, reader: Reader, granting: boolean, privileges: readonly string[]): void {
    const grantee = readGrantee(context, reader, granting);
    const grantOption = reader.accept('WITH', 'GRANT', 'OPTION');
    reader.end();
    const { account, access, session } = context;
    if (!access.managesGrants) throw insufficientPrivileges('account', 'ACCOUNT');
    for (const privilege of privileges) {
        const same = account.grants.account.findIndex(
            (grant) => grant.privilege === privilege && grant.grantee.name === grantee.name
        );
        if (same !== -1) account.grants.account.splice(same, 1);
        if (!granting) continue;
        account.grants.account.push({
            createdOn: account.now(),
            privilege,
            grantee,
            grantOption,
            grantedBy: session.role
        });
    }
}

function readPrivileges(reader: Reader): string[] {
    const privileges: string[] = [];
    do {
        const words: string[] = [];
        while (!reader.isNext('ON') && !reader.isSymbol(',')) words.push(reader.name());
        const privilege = words.join(' ');
        privileges.push(privilege === 'ALL PRIVILEGES' ? 'ALL' : privilege);
    } while (reader.acceptSymbol(','));
    return privileges;
}

/** One object, or all of a kind that are in a schema or database now; FUTURE grants are taken and forgotten. */
function readObjects(context: Context, reader: Reader): Securable[] {
    const all = reader.accept('ALL');
    const future = !all && reader.accept('FUTURE');
    if (!all && !future) {
        const type = readObjectType(reader);
        if (!type) throw reader.unexpected();
        return [findSecurable(context, type, reader.qualifiedName())];
    }
    const plural = reader.name();
    reader.expect('IN');
    const schemas = readContainer(context, reader);
    return future ? [] : schemas.flatMap((schema) => inSchema(schema, plural));
}

function readContainer(context: Context, reader: Reader): Schema[] {
    if (reader.accept('SCHEMA')) return [context.scopeSchema(reader.qualifiedName())];
    reader.expect('DATABASE');
    return byName(context.scopeDatabase(reader.name()).schemas.values());
}

function inSchema(schema: Schema, plural: string): Securable[] {
    switch (plural) {
        case 'SCHEMAS':
            return schema.name === 'INFORMATION_SCHEMA' ? [] : [schema];
        case 'TABLES':
            return [...schema.relations.values()].filter((relation) => relation.type === 'TABLE');
        case 'VIEWS':
            return [...schema.relations.values()].filter((relation) => relation.type === 'VIEW');
        default: {
            const kind = PLAIN_KINDS.find((candidate) => candidate.plural === plural);
            return kind ? [...plainObjects(schema, kind.type).values()] : [];
        }
    }
}
