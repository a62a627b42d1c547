/** ALTER USER, and the properties that CREATE USER takes as well. */
import { knownNetworkPolicy } from './network-policies.js';
import { readPublicKey } from './public-key.js';
import { alterSignInMethod } from './sign-in-methods.js';
import { statusResult } from './cells.js';
import { alreadyExists, doesNotExist, insufficientPrivileges } from './failures.js';
import { PARAMETERS } from './parameters.js';
import { booleanProperty, readNames, readProperties } from './properties.js';

import type { ResultSet } from '../types.js';
import type { Context } from './context.js';
import type { User } from './objects.js';
import type { Property } from './properties.js';
import type { Work } from './query.js';
import type { Reader } from './reader.js';

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
    const { account, session } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = OF_THE_OWN_USER.some((words) => reader.isNext(...words)) ? session.user : reader.name();
    const user = account.users.get(name);
    if (!user) {
        if (ifExists) return statusResult(DONE);
        throw doesNotExist('User', name);
    }
    const aboutSignIn = alterSignInMethod(work.context, user, reader);
    if (aboutSignIn !== null) return aboutSignIn;
    if (reader.accept('RENAME', 'TO')) {
        refuseWithoutRight(work.context, user);
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
        const names = readNames(reader);
        refuseWithoutRight(work.context, user, [...names]);
        for (const property of names) unsetUser(user, property);
    } else if (reader.accept('SET')) {
        const properties = readProperties(reader);
        refuseWithoutRight(work.context, user, [...properties.keys()]);
        knownNetworkPolicy(account, properties);
        setUser(user, properties, account.now());
    } else {
        refuseWithoutRight(work.context, user);
        if (!reader.accept('ABORT', 'ALL', 'QUERIES')) throw reader.unexpected();
    }
    reader.end();
    return statusResult(DONE);
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
