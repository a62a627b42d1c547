/** ALTER USER. https://docs.snowflake.com/en/sql-reference/sql/alter-user */
import { EXECUTED } from '../../cells.js';
import { findIf } from '../../existence.js';
import { insufficientPrivileges } from '../../failures.js';
import { readNames, readProperties } from '../../properties.js';
import { assertNetworkPolicyExists } from '../network-policies/address-lists.js';
import { moveTo } from '../collection.js';
import { findUser } from './find.js';
import { setUser, unsetUser } from './properties.js';
import { alterSignInMethod } from './sign-in-methods.js';

import type { ResultSet } from '../../../types.js';
import type { Context } from '../../context.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';
import type { User } from '../../objects/user.js';

/** After these no user was named. */
const OF_THE_OWN_USER = [
    ['SET'],
    ['UNSET'],
    ...['ADD', 'ROTATE', 'MODIFY', 'REMOVE'].flatMap((verb) => [
        [verb, 'KEY', 'PAIR'],
        [verb, 'PROGRAMMATIC', 'ACCESS', 'TOKEN'],
        [verb, 'PAT']
    ])
];

export function alterUser(work: Work, reader: Reader): ResultSet {
    const { account, session } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = OF_THE_OWN_USER.some((words) => reader.isNext(...words)) ? session.user : reader.name();
    const user = findIf(ifExists, () => findUser(work.context, [name]));
    if (user === null) return EXECUTED;
    const aboutSignIn = alterSignInMethod(work.context, user, reader);
    if (aboutSignIn !== null) return aboutSignIn;
    if (reader.accept('RENAME', 'TO')) {
        refuseWithoutRight(work.context, user);
        const renamed = reader.name();
        moveTo(renamed, user, account.users);
        for (const grant of account.grants.rolesOf({ kind: 'USER', name })) {
            account.grantRole(grant.role, { kind: 'USER', name: renamed }, grant.grantedBy, grant.createdOn);
            account.grants.removeRole(grant.role, { kind: 'USER', name });
        }
    } else if (reader.accept('UNSET')) {
        const names = readNames(reader);
        refuseWithoutRight(work.context, user, [...names]);
        for (const property of names) unsetUser(user, property);
    } else if (reader.accept('SET')) {
        const properties = readProperties(reader);
        refuseWithoutRight(work.context, user, [...properties.keys()]);
        assertNetworkPolicyExists(account, properties);
        setUser(user, properties, account.now());
    } else {
        refuseWithoutRight(work.context, user);
        if (!reader.accept('ABORT', 'ALL', 'QUERIES')) throw reader.unexpected();
    }
    reader.end();
    return EXECUTED;
}

const KEYS: ReadonlySet<string> = new Set(['RSA_PUBLIC_KEY', 'RSA_PUBLIC_KEY_2']);

/**
 * A user alters itself, but sets no public key: that takes ownership of the user or the privilege on it, which allows
 * nothing else. https://docs.snowflake.com/en/user-guide/key-pair-auth
 */
function refuseWithoutRight({ access, session }: Context, user: User, properties: readonly string[] = []): void {
    const keys = properties.filter((property) => KEYS.has(property));
    const mayAlter = access.managesGrants || access.owns(user);
    const maySetKeys = keys.length === 0 || mayAlter || access.managesSignIn(user);
    const isOfKeysAlone = properties.length > 0 && keys.length === properties.length;
    if (!maySetKeys || !(isOfKeysAlone || mayAlter || session.user === user.name)) {
        throw insufficientPrivileges('user', user.name);
    }
}
