/** CREATE and ALTER of databases, warehouses, roles, users and network policies. */
import { publicKeyPem } from './account.js';
import { statusResult } from './cells.js';
import { alreadyExists, cannotOperate, doesNotExist, insufficientPrivileges } from './failures.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from './properties.js';
import { StatementFailure } from '../types.js';

import type { ResultSet } from '../types.js';
import type { CreateOptions } from './ddl.js';
import type { User, Warehouse } from './objects.js';
import type { Property } from './properties.js';
import type { Work } from './query.js';
import type { Reader } from './reader.js';

type Properties = ReadonlyMap<string, Property>;
type Kind = 'DATABASE' | 'WAREHOUSE' | 'ROLE' | 'USER' | 'NETWORK';
const MINUTE = 60_000;
const DAY = 86_400_000;
const DONE = 'Statement executed successfully.';

export function createAccountObject(work: Work, reader: Reader, kind: Kind, options: CreateOptions): ResultSet {
    const { context } = work;
    const { account, session, access } = context;
    const name = reader.name();
    const existing = {
        DATABASE: account.databases,
        WAREHOUSE: account.warehouses,
        ROLE: account.roles,
        USER: account.users,
        NETWORK: account.networkPolicies
    }[kind].has(name);
    if (!access.mayCreate(kind === 'NETWORK' ? 'NETWORK POLICY' : kind))
        throw insufficientPrivileges('account', 'ACCOUNT');
    if (existing && !options.orReplace) {
        if (options.ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
        throw alreadyExists(name);
    }
    const properties = readProperties(reader);
    reader.end();
    const comment = textProperty(properties, 'COMMENT') ?? '';
    const owner = session.role;
    switch (kind) {
        case 'DATABASE':
            account.addDatabase({
                name,
                owner,
                comment,
                options: options.words.has('TRANSIENT') ? 'TRANSIENT' : '',
                retentionDays: numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS') ?? 1
            });
            session.database = name;
            session.schema = 'PUBLIC';
            break;
        case 'WAREHOUSE': {
            const started = booleanProperty(properties, 'INITIALLY_SUSPENDED') !== true;
            const warehouse = account.addWarehouse({ name, owner, comment, state: started ? 'STARTED' : 'SUSPENDED' });
            setWarehouse(warehouse, properties);
            session.warehouse = name;
            break;
        }
        case 'ROLE':
            account.addRole({ name, owner, comment });
            break;
        case 'USER':
            setUser(account.addUser({ name, owner, comment }), properties, account.now());
            break;
        case 'NETWORK': {
            const list = (key: string): readonly string[] => {
                const value = properties.get(key);
                return Array.isArray(value) ? value.map(String) : [];
            };
            account.addNetworkPolicy({
                name,
                owner,
                comment,
                allowed: list('ALLOWED_IP_LIST'),
                blocked: list('BLOCKED_IP_LIST')
            });
            break;
        }
        default:
            break;
    }
    const word = kind === 'NETWORK' ? 'Network policy' : kind.charAt(0) + kind.slice(1).toLowerCase();
    return statusResult(`${word} ${name} successfully created.`);
}

export function alterAccountObject(
    work: Work,
    reader: Reader,
    kind: 'USER' | 'WAREHOUSE' | 'ROLE' | 'ACCOUNT'
): ResultSet {
    if (kind === 'USER') return alterUser(work, reader);
    if (kind === 'WAREHOUSE') return alterWarehouse(work, reader);
    if (kind === 'ROLE') return alterRole(work, reader);
    const { account, access } = work.context;
    if (!access.roles.has('ACCOUNTADMIN')) throw insufficientPrivileges('account', 'ACCOUNT');
    if (reader.accept('UNSET')) account.parameters.delete(reader.name());
    else {
        reader.expect('SET');
        for (const [key, value] of readProperties(reader))
            if (typeof value === 'string') account.parameters.set(key, value);
    }
    return statusResult(DONE);
}

function alterUser(work: Work, reader: Reader): ResultSet {
    const { account, access, session } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.isNext('SET') || reader.isNext('UNSET') ? session.user : reader.name();
    const user = account.users.get(name);
    if (!user) {
        if (ifExists) return statusResult(DONE);
        throw doesNotExist('User', name);
    }
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
        setUser(user, readProperties(reader), account.now());
    } else if (!reader.accept('ABORT', 'ALL', 'QUERIES')) {
        throw reader.unexpected();
    }
    reader.end();
    return statusResult(DONE);
}

function setUser(user: User, properties: Properties, now: number): void {
    for (const [key, value] of properties) {
        const text = typeof value === 'string' ? value : '';
        const truth = booleanProperty(properties, key) ?? false;
        switch (key) {
            case 'PASSWORD':
                user.password = text === '' ? null : text;
                break;
            case 'RSA_PUBLIC_KEY':
                user.rsaPublicKey = readKey(text);
                break;
            case 'RSA_PUBLIC_KEY_2':
                user.rsaPublicKey2 = readKey(text);
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
                break;
        }
    }
}

function readKey(body: string): string {
    try {
        return publicKeyPem(body);
    } catch {
        throw new StatementFailure(
            '390144',
            '22023',
            'New public key rejected by current policy. Reason: Invalid public key.'
        );
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
            break;
    }
}

const SIZES: Readonly<Record<string, string>> = {
    XSMALL: 'X-Small',
    SMALL: 'Small',
    MEDIUM: 'Medium',
    LARGE: 'Large',
    XLARGE: 'X-Large',
    XXLARGE: '2X-Large',
    X2LARGE: '2X-Large',
    XXXLARGE: '3X-Large',
    X3LARGE: '3X-Large',
    X4LARGE: '4X-Large'
};

function setWarehouse(warehouse: Warehouse, properties: Properties): void {
    const size = textProperty(properties, 'WAREHOUSE_SIZE')?.toUpperCase().replaceAll('-', '');
    if (size !== undefined) warehouse.size = SIZES[size] ?? warehouse.size;
    const suspend = numberProperty(properties, 'AUTO_SUSPEND');
    if (suspend !== undefined) warehouse.autoSuspendSeconds = suspend === 0 ? null : suspend;
    warehouse.autoResume = booleanProperty(properties, 'AUTO_RESUME') ?? warehouse.autoResume;
    warehouse.minClusters = numberProperty(properties, 'MIN_CLUSTER_COUNT') ?? warehouse.minClusters;
    warehouse.maxClusters = numberProperty(properties, 'MAX_CLUSTER_COUNT') ?? warehouse.maxClusters;
    warehouse.comment = textProperty(properties, 'COMMENT') ?? warehouse.comment;
}

function alterWarehouse(work: Work, reader: Reader): ResultSet {
    const { account, access } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const warehouse = account.warehouses.get(name);
    if (!warehouse || !(access.managesGrants || access.hasAny(warehouse))) {
        if (ifExists) return statusResult(DONE);
        throw cannotOperate();
    }
    if (!access.mayChange(warehouse) && !access.has(warehouse, 'OPERATE'))
        throw insufficientPrivileges('warehouse', name);
    if (reader.accept('SUSPEND')) warehouse.state = 'SUSPENDED';
    else if (reader.accept('RESUME')) {
        reader.accept('IF', 'SUSPENDED');
        warehouse.state = 'STARTED';
        warehouse.resumedOn = account.now();
    } else if (reader.accept('RENAME', 'TO')) {
        account.warehouses.delete(name);
        warehouse.name = reader.name();
        account.warehouses.set(warehouse.name, warehouse);
    } else {
        reader.expect('SET');
        setWarehouse(warehouse, readProperties(reader));
    }
    reader.end();
    warehouse.updatedOn = account.now();
    return statusResult(DONE);
}

function alterRole(work: Work, reader: Reader): ResultSet {
    const { account, access } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const role = account.roles.get(name);
    if (!role) {
        if (ifExists) return statusResult(DONE);
        throw doesNotExist('Role', name);
    }
    if (!access.mayGrant(role)) throw insufficientPrivileges('role', name);
    if (reader.accept('RENAME', 'TO')) account.renameRole(name, reader.name());
    else if (reader.accept('UNSET', 'COMMENT')) role.comment = '';
    else {
        reader.expect('SET');
        role.comment = textProperty(readProperties(reader), 'COMMENT') ?? role.comment;
    }
    reader.end();
    return statusResult(DONE);
}
