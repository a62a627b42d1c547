/**
 * The embedded Snowflake account: a catalogue, rows in DuckDB, and sessions that run statements over both. The protocols
 * (SQL API, driver) are built on `Engine`; tests and the demo also reach into `account`.
 */
import { randomUUID } from 'node:crypto';
import { StatementFailure } from '../types.js';
import { validAccessTokens } from './kinds/users/access-tokens.js';
import { activeKeyPairs, noteKeyUse } from './kinds/users/key-pairs.js';
import { Account } from './account.js';
import { Context } from './context.js';
import { remove } from './statements/drop.js';
import { EngineSession } from './session.js';
import { splitStatements } from './tokens.js';
import { Store } from './store.js';

import type { Engine, Login, SessionContext } from '../types.js';
import type { SessionState } from './context.js';
import type { Securable } from './objects/tree.js';
import type { CapBehaviour, FromBehaviour, GrantsForm, ShowOptions } from './show-options.js';
import type { Facts } from './substitute.js';

export interface EngineOptions {
    readonly accountLocator?: string;
    readonly organizationName?: string;
    readonly accountName?: string;
    /** E.g. `AWS_US_EAST_1`, as CURRENT_REGION() gives it. */
    readonly region?: string;
    /** @default 'cut' */
    readonly capBehaviour?: CapBehaviour;
    /** Rows of a SHOW command at most; smaller only to test with less. @default 10000 */
    readonly rowCap?: number;
    /** @default 'documented' */
    readonly fromBehaviour?: FromBehaviour;
    /** Default: as since bundle 2026_06. */
    readonly grantsForm?: GrantsForm;
    /** Milliseconds since 1970. @default Date.now */
    readonly now?: () => number;
}

export interface SnowflakeEngine extends Engine {
    readonly account: Account;
    /** Every statement that any session ran, in order. */
    readonly history: readonly string[];
    setCapBehaviour(behaviour: CapBehaviour): void;
    setFromBehaviour(behaviour: FromBehaviour): void;
    /** What a later release of Snowflake's makes of the answers to SHOW. */
    reshapeShow(reshape: ShowOptions['reshape']): void;
    /** Takes an object away as DROP does, without a session. */
    drop(object: Securable): Promise<void>;
}

const SERVER_VERSION = '9.36.1';

export async function createEngine(options: EngineOptions = {}): Promise<SnowflakeEngine> {
    const account = new Account(options.now);
    const store = await Store.open();
    const facts: Facts = {
        accountLocator: (options.accountLocator ?? 'XY12345').toUpperCase(),
        organizationName: (options.organizationName ?? 'MYORG').toUpperCase(),
        accountName: (options.accountName ?? 'MYACCOUNT').toUpperCase(),
        region: options.region ?? 'AWS_US_EAST_1',
        version: SERVER_VERSION
    };
    let show: ShowOptions = {
        rowCap: options.rowCap ?? 10_000,
        capBehaviour: options.capBehaviour ?? 'cut',
        fromBehaviour: options.fromBehaviour ?? 'documented',
        grantsForm: options.grantsForm ?? '2026_06',
        reshape: (_kind, answer) => answer
    };
    const history: string[] = [];
    const services = { account, store, facts, show: () => show, history };
    return {
        accountLocator: facts.accountLocator,
        accountAliases: [`${facts.organizationName}-${facts.accountName}`],
        account,
        history,
        findLogin: (loginName) => findLogin(account, loginName),
        findLoginByAccessToken: (token) => {
            for (const user of account.users.values()) {
                if (!validAccessTokens(user, account.now()).includes(token)) continue;
                const login = findLogin(account, user.loginName);
                const named = Object.values(user.namedAccessTokens).find(({ secret }) => secret === token);
                const role = named?.role ?? null;
                return login && { ...login, onlyRole: role === null ? null : { name: role, of: 'access-token' } };
            }
            return null;
        },
        recordLogin: (loginName) => {
            const user = account.findUserByLogin(loginName);
            if (user) user.lastSuccessLogin = account.now();
        },
        recordKeyUse: (loginName, publicKey) => {
            const user = account.findUserByLogin(loginName);
            if (user) noteKeyUse(user, publicKey, account.now());
        },
        openSession: (loginName, context) => new EngineSession(services, openState(account, loginName, context)),
        splitStatements,
        setCapBehaviour: (capBehaviour) => {
            show = { ...show, capBehaviour };
        },
        setFromBehaviour: (fromBehaviour) => {
            show = { ...show, fromBehaviour };
        },
        reshapeShow: (reshape) => {
            show = { ...show, reshape };
        },
        drop: (object) => remove(account, store, object),
        close: async () => {
            store.close();
        }
    };
}

function findLogin(account: Account, loginName: string): Login | null {
    const user = account.findUserByLogin(loginName);
    if (!user) return null;
    const named = activeKeyPairs(user, account.now());
    return {
        name: user.name,
        loginName: user.loginName,
        disabled: user.disabled || (user.expiresAt !== null && user.expiresAt <= account.now()),
        locked: user.lockedUntil !== null && user.lockedUntil > account.now(),
        mfaRequired: user.mfa,
        passwordAllowed: user.passwordAllowed && user.userType !== 'SERVICE',
        password: user.password,
        programmaticAccessTokens: validAccessTokens(user, account.now()),
        publicKeys: [
            ...[user.rsaPublicKey, user.rsaPublicKey2].flatMap((key) => (key === null ? [] : [key])),
            ...named.map(({ publicKey }) => publicKey)
        ],
        keyRoles: new Map(named.flatMap(({ publicKey, role }) => (role === null ? [] : [[publicKey, role]]))),
        defaultRole: user.defaultRole,
        networkPolicy: account.networkPolicyOf(user),
        accessTokensNeedNoPolicy: account.accessTokensNeedNoPolicy
    };
}

/** What the session asks for wins over the user's defaults; a default that is not there is passed over. */
function openState(account: Account, loginName: string, wanted: SessionContext = {}): SessionState {
    const user = account.findUserByLogin(loginName);
    if (!user) throw new StatementFailure('390100', '08001', 'Incorrect username or password was specified.');
    const granted = account.grants.rolesForUser(user.name);
    if (wanted.role !== undefined && !granted.has(wanted.role)) {
        throw new StatementFailure(
            '390189',
            '08001',
            `Role '${wanted.role}' specified in the connect string is not granted to this user. Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.`
        );
    }
    const byDefault = user.defaultRole !== null && granted.has(user.defaultRole) ? user.defaultRole : 'PUBLIC';
    const [database = null, schema = null] = user.defaultNamespace?.split('.') ?? [];
    const state: SessionState = {
        user: user.name,
        role: wanted.role ?? byDefault,
        warehouse: null,
        database: null,
        schema: null,
        parameters: new Map(),
        ofStatement: new Map(),
        id: randomUUID(),
        byAccessToken: wanted.byAccessToken ?? false
    };
    const context = new Context(account, state);
    state.warehouse = usable(wanted.warehouse, user.defaultWarehouse, (name) => {
        const warehouse = account.warehouses.get(name);
        return warehouse !== undefined && context.access.seesOfAccount(warehouse);
    });
    state.database = usable(wanted.database, wanted.database === undefined ? database : null, (name) => {
        const found = account.databases.get(name);
        return found !== undefined && context.access.usesDatabase(found);
    });
    const home = state.database === null ? undefined : account.databases.get(state.database);
    const open = home?.schemas.get('PUBLIC');
    const fallback = wanted.database === undefined ? schema : null;
    state.schema = usable(wanted.schema, fallback ?? (open ? 'PUBLIC' : null), (name) => {
        const found = home?.schemas.get(name);
        return found !== undefined && context.access.seesSchema(found);
    });
    return state;
}

/** A name that is asked for and not there leaves the session without one; the user's default does not take its place. */
function usable(
    wanted: string | undefined,
    byDefault: string | null,
    exists: (name: string) => boolean
): string | null {
    const name = wanted ?? byDefault;
    return name !== null && exists(name) ? name : null;
}
