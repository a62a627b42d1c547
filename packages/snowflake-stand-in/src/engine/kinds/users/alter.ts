/** ALTER USER. https://docs.snowflake.com/en/sql-reference/sql/alter-user */
import { EXECUTED } from '../../cells.js';
import { findIf } from '../../existence.js';
import { insufficientPrivileges } from '../../failures.js';
import { readProperties } from '../../properties.js';
import { assertNetworkPolicyExists } from '../network-policies/address-lists.js';
import { moveTo } from '../collection.js';
import { findUser } from './find.js';
import { setUser, unsetUser } from './properties.js';
import { alterSignInMethod } from './sign-in-methods.js';

import type { ResultSet } from '../../../types.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';

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
    const { account, access, session } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = OF_THE_OWN_USER.some((words) => reader.isNext(...words)) ? session.user : reader.name();
    const user = findIf(ifExists, () => findUser(work.context, [name]));
    if (user === null) return EXECUTED;
    const aboutSignIn = alterSignInMethod(work.context, user, reader);
    if (aboutSignIn !== null) return aboutSignIn;
    if (!access.managesGrants && !access.owns(user) && session.user !== name)
        throw insufficientPrivileges('user', name);
    if (reader.accept('RENAME', 'TO')) {
        const renamed = reader.name();
        moveTo(renamed, user, account.users);
        for (const grant of account.grants.rolesOf({ kind: 'USER', name })) {
            account.grantRole(grant.role, { kind: 'USER', name: renamed }, grant.grantedBy, grant.createdOn);
            account.grants.removeRole(grant.role, { kind: 'USER', name });
        }
    } else if (reader.accept('UNSET')) {
        do unsetUser(user, reader.name());
        while (reader.acceptSymbol(',') || reader.isName());
    } else if (reader.accept('SET')) {
        const properties = readProperties(reader);
        assertNetworkPolicyExists(account, properties);
        setUser(user, properties, account.now());
    } else if (!reader.accept('ABORT', 'ALL', 'QUERIES')) {
        throw reader.unexpected();
    }
    reader.end();
    return EXECUTED;
}
