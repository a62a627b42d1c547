/** GRANT ON FUTURE objects of a schema or database, and INHERITED grants on all of them, there now or to come. */
import { insufficientPrivileges, unsupported } from '../failures.js';
import { sameGrantee } from '../grants.js';
import { readContainer, readEnd, readGrantee, readPlural } from './grant-clauses.js';
import { allOf, knownTo, refuseUnknown } from './privileges.js';

import type { Context } from '../context.js';
import type { Grantee } from '../grants.js';
import type { Reader } from '../reader.js';

/** Of a schema its owner may say what objects to come are granted, of a database only who manages all grants. */
export function changeFuture(context: Context, reader: Reader, granting: boolean, privileges: readonly string[]): void {
    const objectType = readPlural(reader);
    reader.expect('IN');
    const container = readContainer(context, reader);
    const { grantee, grantOption } = readEnd(context, reader, granting);
    const { account, access, session } = context;
    if (!access.managesGrants && !(container.type === 'SCHEMA' && access.owns(container))) {
        throw insufficientPrivileges(container.type.toLowerCase(), container.name);
    }
    const { grants } = account;
    const grantedBy = session.role;
    for (const privilege of knownTo(objectType, allOf(privileges, objectType))) {
        const grant = { createdOn: account.now(), privilege, objectType, container, grantee, grantOption, grantedBy };
        grants.future = changed(grants.future, grant, granting, (other) => other.container === container);
    }
    refuseUnknown(objectType, privileges, granting);
}

/** https://docs.snowflake.com/en/user-guide/inherited-grants-using: an account has them only once it asked for them. */
export function changeInherited(
    context: Context,
    reader: Reader,
    granting: boolean,
    privileges: readonly string[]
): void {
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
    const grantedBy = session.role;
    for (const privilege of knownTo(objectType, allOf(privileges, objectType))) {
        const grant = { createdOn: account.now(), privilege, objectType, database, schema, grantee, grantedBy };
        grants.inherited = changed(
            grants.inherited,
            grant,
            granting,
            (other) => other.database === database && other.schema === schema
        );
    }
    refuseUnknown(objectType, privileges, granting);
}

interface OnType {
    readonly objectType: string;
    readonly privilege: string;
    readonly grantee: Grantee;
}

/** With the grant in place of the same one before it, or without it. */
function changed<G extends OnType>(
    grants: readonly G[],
    grant: G,
    granting: boolean,
    isInPlace: (other: G) => boolean
): G[] {
    const others = grants.filter(
        (other) =>
            !isInPlace(other) ||
            other.objectType !== grant.objectType ||
            other.privilege !== grant.privilege ||
            !sameGrantee(other.grantee, grant.grantee)
    );
    return granting ? [...others, grant] : others;
}
