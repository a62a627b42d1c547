/** ALTER USER, and the properties that CREATE USER takes as well. */
import { knownNetworkPolicy } from '../network-policies/network-policies.js';
import { readPublicKey } from './public-key.js';
import { alterSignInMethod } from './sign-in-methods.js';
import { statusResult } from '../../cells.js';
import { alreadyExists, doesNotExist, insufficientPrivileges } from '../../failures.js';
import { PARAMETERS } from '../../parameters.js';
import { booleanProperty, readProperties } from '../../properties.js';

import type { ResultSet } from '../../../types.js';
import type { User } from '../../objects.js';
import type { Property } from '../../properties.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const DONE = 'Statement executed successfully.';
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
    const user = account.users.get(name);
    if (!user) {
        if (ifExists) return statusResult(DONE);
        throw doesNotExist('User', name);
    }
    const aboutSignIn = alterSignInMethod(work.context, user, reader);
    if (aboutSignIn !== null) return aboutSignIn;
    if (!access.managesGrants && !access.owns(user) && session.user !== name)
        throw insufficientPrivileges('user', name);
    if (reader.accept('RENAME', 'TO')) {
        const renamed = reader.name();
        if (account.users.has(renamed)) throw alreadyExists(renamed);
        account.users.delete(name);
        user.name = renamed;
        account.users.set(renamed, user);
        for (const grant of account.grants.rolesOf({ kind: 'USER', name })) {
            account.grantRole(grant.role, { kind: 'USER', name: renamed }, grant.grantedBy, grant.createdOn);
            account.grants.removeRole(grant.role, { kind: 'USER', name });
        }
    } else if (reader.accept('UNSET')) {
        do unsetUser(user, reader.name());
        while (reader.acceptSymbol(',') || reader.isName());
    } else if (reader.accept('SET')) {
        const properties = readProperties(reader);
        knownNetworkPolicy(account, properties);
        setUser(user, properties, account.now());
    } else if (!reader.accept('ABORT', 'ALL', 'QUERIES')) {
        throw reader.unexpected();
    }
    reader.end();
    return statusResult(DONE);
}

export function setUser(user: User, properties: ReadonlyMap<string, Property>, now: number): void {
    for (const [key, value] of properties) {
        const text = typeof value === 'string' ? value : '';
        const truth = booleanProperty(properties, key) ?? false;
        switch (key) {
            case 'PASSWORD':
                user.password = text === '' ? null : text;
                break;
            case 'RSA_PUBLIC_KEY':
                user.rsaPublicKey = readPublicKey(text);
                break;
            case 'RSA_PUBLIC_KEY_2':
                user.rsaPublicKey2 = readPublicKey(text);
                break;
            case 'LOGIN_NAME':
                user.loginName = text.toUpperCase();
                break;
            case 'DISPLAY_NAME':
                user.displayName = text;
                break;
            case 'FIRST_NAME':
                user.firstName = text;
                break;
            case 'LAST_NAME':
                user.lastName = text;
                break;
            case 'EMAIL':
                user.email = text;
                break;
            case 'COMMENT':
                user.comment = text;
                break;
            case 'DISABLED':
                user.disabled = truth;
                break;
            case 'MUST_CHANGE_PASSWORD':
                user.mustChangePassword = truth;
                break;
            case 'MINS_TO_UNLOCK':
                user.lockedUntil = Number(text) > 0 ? now + Number(text) * MINUTE : null;
                break;
            case 'DAYS_TO_EXPIRY':
                user.expiresAt = now + Number(text) * DAY;
                break;
            case 'DEFAULT_WAREHOUSE':
                user.defaultWarehouse = text || null;
                break;
            case 'DEFAULT_NAMESPACE':
                user.defaultNamespace = text || null;
                break;
            case 'DEFAULT_ROLE':
                user.defaultRole = text || null;
                break;
            case 'DEFAULT_SECONDARY_ROLES':
                user.defaultSecondaryRoles = JSON.stringify(Array.isArray(value) ? value : []);
                break;
            case 'NETWORK_POLICY':
                user.networkPolicy = text || null;
                break;
            case 'TYPE':
                user.userType = text === 'SERVICE' || text === 'LEGACY_SERVICE' || text === 'PERSON' ? text : null;
                break;
            default:
                if (key in PARAMETERS) user.parameters.set(key, text);
                break;
        }
    }
}

function unsetUser(user: User, property: string): void {
    switch (property) {
        case 'PASSWORD':
            user.password = null;
            break;
        case 'RSA_PUBLIC_KEY':
            user.rsaPublicKey = null;
            break;
        case 'RSA_PUBLIC_KEY_2':
            user.rsaPublicKey2 = null;
            break;
        case 'COMMENT':
            user.comment = '';
            break;
        case 'DISABLED':
            user.disabled = false;
            break;
        case 'MINS_TO_UNLOCK':
            user.lockedUntil = null;
            break;
        case 'DAYS_TO_EXPIRY':
            user.expiresAt = null;
            break;
        case 'DEFAULT_WAREHOUSE':
            user.defaultWarehouse = null;
            break;
        case 'DEFAULT_NAMESPACE':
            user.defaultNamespace = null;
            break;
        case 'DEFAULT_ROLE':
            user.defaultRole = null;
            break;
        case 'NETWORK_POLICY':
            user.networkPolicy = null;
            break;
        default:
            user.parameters.delete(property);
            break;
    }
}
