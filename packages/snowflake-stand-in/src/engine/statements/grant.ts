/** GRANT and REVOKE, of roles and of privileges. https://docs.snowflake.com/en/sql-reference/sql/grant-privilege */
import { EXECUTED } from '../cells.js';
import { doesNotExist, insufficientPrivileges } from '../failures.js';
import { specificType, typeName } from '../full-name.js';
import { readKind } from '../kinds/index.js';
import { byName } from '../names.js';
import { objectsIn } from '../objects/tree.js';
import { readContainer, readEnd, readGrantee, readPlural, readPrivileges } from './grant-clauses.js';
import { changeFuture, changeInherited } from './grant-in-containers.js';
import { allOf, knownTo, refuseUnknown } from './privileges.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Grantee } from '../grants.js';
import type { Securable } from '../objects/tree.js';
import type { Reader } from '../reader.js';

export function runGrant(context: Context, reader: Reader): ResultSet {
    const granting = reader.accept('GRANT');
    if (!granting) {
        reader.expect('REVOKE');
        reader.accept('GRANT', 'OPTION', 'FOR');
    }
    if (reader.accept('DATABASE', 'ROLE')) grantDatabaseRole(context, reader, granting);
    else if (reader.accept('ROLE')) grantRole(context, reader, granting);
    else grantPrivileges(context, reader, granting);
    return EXECUTED;
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

/** One object, or all of a type that are in a schema or database now. */
function readObjects(context: Context, reader: Reader): Securable[] {
    if (!reader.accept('ALL')) {
        const kind = readKind(reader);
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
