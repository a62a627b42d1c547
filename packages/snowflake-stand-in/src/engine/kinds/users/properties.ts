/** The properties of a user that CREATE and ALTER USER set. */
import { PARAMETERS } from '../../parameters.js';
import { booleanProperty } from '../../properties.js';
import { readPublicKey } from '../../public-key.js';

import type { Property } from '../../properties.js';
import type { User } from '../../objects/user.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

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

export function unsetUser(user: User, property: string): void {
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
