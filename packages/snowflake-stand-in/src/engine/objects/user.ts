/** A user, and what it signs in with. */
import type { Named, New } from './named.js';

export type UserType = 'PERSON' | 'SERVICE' | 'LEGACY_SERVICE';

/** As ALTER USER ... ADD PROGRAMMATIC ACCESS TOKEN makes one. */
export interface NamedAccessToken {
    readonly secret: string;
    /** ROLE_RESTRICTION. */
    readonly role: string | null;
    readonly createdOn: number;
    readonly expiresAt: number;
    /** DAYS_TO_EXPIRY, which a rotation gives the new secret again. Default: as long as it was good for. */
    readonly days?: number;
    readonly disabled?: boolean;
    readonly comment?: string;
    /** Of an old secret: the token that was rotated. */
    readonly rotatedTo?: string;
}

/** As ALTER USER ... ADD KEY PAIR makes one. */
export interface NamedKeyPair {
    /** PEM (SPKI). */
    readonly publicKey: string;
    /** ROLE_RESTRICTION. */
    readonly role: string | null;
    readonly comment: string | null;
    readonly createdOn: number;
    readonly createdBy: string;
    /** DAYS_TO_EXPIRY, which a rotation gives the new key again. */
    readonly days: number | null;
    readonly expiresAt: number | null;
    readonly disabled: boolean;
    readonly lastUsedOn: number | null;
    /** Of a key that was rotated out: the name that the new one has. */
    readonly rotatedTo: string | null;
}

export interface User extends Named {
    readonly type: 'USER';
    loginName: string;
    displayName: string;
    firstName: string;
    lastName: string;
    email: string;
    userType: UserType | null;
    disabled: boolean;
    /** When the lock after too many wrong passwords ends; null when not locked. */
    lockedUntil: number | null;
    mustChangePassword: boolean;
    mfa: boolean;
    /** Whether an authentication policy lets this user in by password. */
    passwordAllowed: boolean;
    password: string | null;
    programmaticAccessTokens: string[];
    /** Those that a statement added, by their names. */
    namedAccessTokens: Readonly<Record<string, NamedAccessToken>>;
    /** PEM (SPKI) or null. */
    rsaPublicKey: string | null;
    rsaPublicKey2: string | null;
    /** Beside those two. */
    namedKeyPairs: Readonly<Record<string, NamedKeyPair>>;
    defaultWarehouse: string | null;
    defaultNamespace: string | null;
    defaultRole: string | null;
    defaultSecondaryRoles: string;
    networkPolicy: string | null;
    /** Session parameters set for this user. */
    readonly parameters: Map<string, string>;
    expiresAt: number | null;
    lastSuccessLogin: number | null;
}

/** As CREATE leaves it where nothing else is said. */
export function newUser(named: Named, given: New<User>): User {
    return {
        ...named,
        type: 'USER',
        owner: 'USERADMIN',
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
        namedAccessTokens: {},
        rsaPublicKey: null,
        rsaPublicKey2: null,
        namedKeyPairs: {},
        defaultWarehouse: null,
        defaultNamespace: null,
        defaultRole: null,
        defaultSecondaryRoles: '["ALL"]',
        networkPolicy: null,
        expiresAt: null,
        lastSuccessLogin: null,
        loginName: named.name.toUpperCase(),
        displayName: named.name,
        parameters: new Map(),
        ...given
    };
}
