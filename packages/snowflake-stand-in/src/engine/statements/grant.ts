/** GRANT and REVOKE, of roles and of privileges. https://docs.snowflake.com/en/sql-reference/sql/grant-privilege */
import { statusResult } from '../cells.js';
import { doesNotExist, grantPartiallyExecuted, insufficientPrivileges, unsupported } from '../failures.js';
import { specificType, typeName } from '../full-name.js';
import { sameGrantee } from '../grants.js';
import { expectKind, KINDS } from '../kinds/index.js';
import { byName } from '../listing.js';
import { objectsIn } from '../objects.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Grantee } from '../grants.js';
import type { Database, Schema, Securable } from '../objects.js';
import type { Reader } from '../reader.js';

const ALL_PRIVILEGES: ReadonlyMap<string, readonly string[]> = new Map(
    KINDS.flatMap((kind) =>
        Object.entries(kind.privileges).map(([sort, own]) => [sort, [...creations(sort), ...own]] as const)
    )
);

/** Sorts of which these are all the privileges there are. */
const COMPLETE = new Set(
    KINDS.filter(({ refusesOtherPrivileges }) => refusesOtherPrivileges).flatMap(({ privileges }) =>
        Object.keys(privileges)
    )
);

/** On a container: to make objects in it. */
function creations(container: string): string[] {
    return KINDS.filter(({ home }) => home === container).map(({ type }) => `CREATE ${type}`);
}

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
    const inherited = reader.accept('INHERITED');
    const privileges = readPrivileges(reader);
    reader.expect('ON');
    if (inherited) {
        reader.expect('ALL');
        changeInherited(context, reader, granting, privileges);
        return;
    }
    if (reader.accept('ACCOUNT')) {
        grantOnAccount(context, reader, granting, privileges);
        return;
    }
    if (reader.accept('FUTURE')) {
        changeFuture(context, reader, granting, privileges);
        return;
    }
    const objects = readObjects(context, reader);
    const { grantee, grantOption } = readEnd(context, reader, granting);
    for (const object of objects) {
        if (!context.access.mayGrant(object)) throw insufficientPrivileges(typeName(object).toLowerCase(), object.name);
        change(context, object, privileges, grantee, granting, grantOption);
    }
    for (const object of objects) refuseUnknown(specificType(object), privileges, granting);
}

/** From TO or FROM on. */
function readEnd(
    context: Context,
    reader: Reader,
    granting: boolean
): { readonly grantee: Grantee; readonly grantOption: boolean } {
    const grantee = readGrantee(context, reader, granting);
    const grantOption = reader.accept('WITH', 'GRANT', 'OPTION');
    for (const words of [['COPY'], ['REVOKE'], ['CURRENT'], ['GRANTS'], ['CASCADE'], ['RESTRICT']])
        reader.accept(...words);
    reader.end();
    return { grantee, grantOption };
}

/** Of a schema its owner may say what objects to come are granted, of a database only who manages all grants. */
function changeFuture(context: Context, reader: Reader, granting: boolean, privileges: readonly string[]): void {
    const objectType = readPlural(reader);
    reader.expect('IN');
    const container = readContainer(context, reader);
    const { grantee, grantOption } = readEnd(context, reader, granting);
    const { account, access, session } = context;
    if (!access.managesGrants && !(container.type === 'SCHEMA' && access.owns(container))) {
        throw insufficientPrivileges(container.type.toLowerCase(), container.name);
    }
    const { grants } = account;
    for (const privilege of knownTo(objectType, allOf(privileges, objectType))) {
        grants.future = grants.future.filter(
            (other) =>
                other.container !== container ||
                other.objectType !== objectType ||
                other.privilege !== privilege ||
                !sameGrantee(other.grantee, grantee)
        );
        const createdOn = account.now();
        const grant = { createdOn, privilege, objectType, container, grantee, grantOption, grantedBy: session.role };
        if (granting) grants.future.push(grant);
    }
    refuseUnknown(objectType, privileges, granting);
}

/** https://docs.snowflake.com/en/user-guide/inherited-grants-using: an account has them only once it asked for them. */
function changeInherited(context: Context, reader: Reader, granting: boolean, privileges: readonly string[]): void {
    const { account, access, session } = context;
    if (account.parameters.get('FEATURE_RBAC_INHERITED_GRANTS')?.toUpperCase() !== 'ENABLED') {
        throw unsupported('INHERITED GRANTS');
    }
    const objectType = readPlural(reader);
    reader.expect('IN');
    const container = reader.accept('ACCOUNT') ? null : readContainer(context, reader);
    const grantee = readGrantee(context, reader, granting);
    reader.end();
    if (!access.managesGrants) throw insufficientPrivileges('account', 'ACCOUNT');
    const database = container === null ? null : container.type === 'SCHEMA' ? container.database.name : container.name;
    const schema = container?.type === 'SCHEMA' ? container.name : null;
    const { grants } = account;
    for (const privilege of knownTo(objectType, allOf(privileges, objectType))) {
        grants.inherited = grants.inherited.filter(
            (other) =>
                other.database !== database ||
                other.schema !== schema ||
                other.objectType !== objectType ||
                other.privilege !== privilege ||
                !sameGrantee(other.grantee, grantee)
        );
        const createdOn = account.now();
        const grant = { createdOn, privilege, objectType, database, schema, grantee, grantedBy: session.role };
        if (granting) grants.inherited.push(grant);
    }
    refuseUnknown(objectType, privileges, granting);
}

function allOf(privileges: readonly string[], objectType: string): readonly string[] {
    if (!privileges.includes('ALL')) return privileges;
    return ALL_PRIVILEGES.get(objectType) ?? [];
}

function unknownTo(objectType: string, privileges: readonly string[]): readonly string[] {
    const known = ALL_PRIVILEGES.get(objectType);
    if (known === undefined || !COMPLETE.has(objectType)) return [];
    return privileges.filter((privilege) => !['ALL', 'OWNERSHIP', ...known].includes(privilege));
}

function knownTo(objectType: string, privileges: readonly string[]): readonly string[] {
    const unknown = unknownTo(objectType, privileges);
    return privileges.filter((privilege) => !unknown.includes(privilege));
}

function refuseUnknown(objectType: string, privileges: readonly string[], granting: boolean): void {
    const unknown = unknownTo(objectType, privileges);
    if (granting && unknown.length > 0) throw grantPartiallyExecuted(unknown);
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
    const type = specificType(object);
    const every = knownTo(type, allOf(privileges, type));
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

/** One object, or all of a type that are in a schema or database now. */
function readObjects(context: Context, reader: Reader): Securable[] {
    if (!reader.accept('ALL')) {
        const kind = expectKind(reader);
        return [kind.find(context, reader.qualifiedName())];
    }
    const objectType = readPlural(reader);
    reader.expect('IN');
    const container = readContainer(context, reader);
    const schemas = container.type === 'SCHEMA' ? [container] : byName(container.schemas.values());
    return schemas
        .filter(({ name }) => name !== 'INFORMATION_SCHEMA')
        .flatMap((schema) => [schema, ...objectsIn(schema)])
        .filter((object) => specificType(object) === objectType);
}

function readContainer(context: Context, reader: Reader): Database | Schema {
    if (reader.accept('SCHEMA')) return context.scopeSchema(reader.qualifiedName());
    reader.expect('DATABASE');
    return context.scopeDatabase(reader.name());
}

/** `EXTERNAL TABLES` as EXTERNAL TABLE, `MASKING POLICIES` as MASKING POLICY. */
function readPlural(reader: Reader): string {
    const words: string[] = [];
    while (!reader.isNext('IN')) words.push(reader.name());
    return words.join(' ').replace(/IES$/, 'Y').replace(/S$/, '');
}
