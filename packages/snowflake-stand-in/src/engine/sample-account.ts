/**
 * An account that looks like a real one: databases of three teams with TPC-H-like rows, an imported, a system and a
 * personal database, names of every odd kind, a tree of roles and the users in it. Always the same. The service user's
 * key, password or token is set by whoever starts it: nothing secret is kept here.
 */
import { fillSales } from './sample-rows.js';

import { PLAIN_KINDS } from './kinds/index.js';
import { plainObjects } from './kinds/plain-kind.js';
import type { Account } from './account.js';
import type { SnowflakeEngine } from './engine.js';
import type { Schema } from './objects/tree.js';

export const SERVICE_USER = 'NANGO_SVC';
export const READER_ROLE = 'NANGO_READER';
export const READER_WAREHOUSE = 'NANGO_WH';
export const ADMIN_USER = 'ADA_ADMIN';

/** Names that break quoting, escaping, sorting and matching where one is careless. */
export const ODD_NAMES = [
    'lower_case',
    'MixedCase',
    'LOWER_CASE',
    'with space',
    'with.dot',
    'with"quote',
    "with'apostrophe",
    'PER%CENT',
    'PER_CENT',
    'PERXCENT',
    'back\\slash',
    'Ünïcödé',
    '表',
    '😀',
    'ORDERS',
    'ORDERS_2',
    '1STARTS_WITH_DIGIT',
    'semi;colon',
    '-- comment',
    '$$'
] as const;

export async function buildSampleAccount(engine: SnowflakeEngine): Promise<void> {
    const { account } = engine;
    addRoles(account);
    addWarehouses(account);
    addUsers(account);
    account.addDatabase({ name: 'SALES', comment: 'Orders and customers' });
    addAnalytics(account);
    addFinance(account);
    addForeignDatabases(account);
    await fillSales(engine, ADMIN_USER);
    for (const kind of PLAIN_KINDS) kind.addSample(account, account.schema('SALES', 'PUBLIC'));
    grantReader(account);
}

function addRoles(account: Account): void {
    const tree: readonly (readonly [role: string, parent: string, comment: string])[] = [
        ['DATA_PLATFORM', 'SYSADMIN', 'Owns what the platform team runs'],
        ['SALES_OWNER', 'SYSADMIN', 'Owns the sales database'],
        ['ENGINEER', 'DATA_PLATFORM', 'Builds pipelines'],
        ['ANALYST', 'DATA_PLATFORM', 'Reads and reports'],
        ['SALES_ANALYST', 'ANALYST', ''],
        ['FINANCE_ANALYST', 'ANALYST', ''],
        ['NANGO_READER', 'SYSADMIN', 'What Nango syncs with'],
        ['Mixed Case Role', 'ANALYST', 'A name that needs quotes']
    ];
    for (const [name, parent, comment] of tree) {
        account.addRole({ name, comment });
        account.grantRole(name, { kind: 'ROLE', name: parent });
    }
    account.addRole({ name: 'UNUSED_ROLE', comment: 'Granted to nobody' });
}

function addWarehouses(account: Account): void {
    account.addWarehouse({ name: 'COMPUTE_WH', size: 'X-Small', autoSuspendSeconds: 60 });
    account.addWarehouse({
        name: 'LOADING_WH',
        size: 'Medium',
        state: 'STARTED',
        maxClusters: 3,
        owner: 'DATA_PLATFORM'
    });
    account.addWarehouse({ name: READER_WAREHOUSE, size: 'X-Small', autoSuspendSeconds: 60, comment: 'For Nango' });
}

function addUsers(account: Account): void {
    const people: readonly (readonly [name: string, first: string, last: string, roles: readonly string[]])[] = [
        [ADMIN_USER, 'Ada', 'Byron', ['ACCOUNTADMIN', 'SYSADMIN']],
        ['GRACE', 'Grace', 'Murray', ['ENGINEER']],
        ['KATHERINE', 'Katherine', 'Coleman', ['SALES_ANALYST', 'FINANCE_ANALYST']],
        ['ALAN', 'Alan', 'Mathison', ['SECURITYADMIN', 'USERADMIN']],
        ['margaret.hamilton@example.com', 'Margaret', 'Heafield', ['ENGINEER', 'Mixed Case Role']]
    ];
    for (const [name, firstName, lastName, roles] of people) {
        account.addUser({
            name,
            firstName,
            lastName,
            displayName: `${firstName} ${lastName}`,
            email: name.includes('@') ? name : `${name.toLowerCase()}@example.com`,
            userType: 'PERSON',
            mfa: name !== ADMIN_USER,
            defaultRole: roles[0] ?? null,
            defaultWarehouse: 'COMPUTE_WH',
            defaultNamespace: 'SALES.PUBLIC'
        });
        for (const role of roles) account.grantRole(role, { kind: 'USER', name });
    }
    account.addUser({ name: 'FORMER_EMPLOYEE', firstName: 'Former', lastName: 'Employee', disabled: true });
    account.addUser({
        name: SERVICE_USER,
        comment: 'Nango',
        userType: 'LEGACY_SERVICE',
        defaultRole: READER_ROLE,
        defaultWarehouse: READER_WAREHOUSE,
        defaultNamespace: 'SALES.PUBLIC',
        defaultSecondaryRoles: '[]'
    });
    account.grantRole(READER_ROLE, { kind: 'USER', name: SERVICE_USER });
}

function addAnalytics(account: Account): void {
    const analytics = account.addDatabase({ name: 'ANALYTICS', owner: 'DATA_PLATFORM', comment: 'Models and marts' });
    const staging = account.addSchema(analytics, { name: 'STAGING', options: 'TRANSIENT' });
    const marts = account.addSchema(analytics, { name: 'MARTS' });
    for (const name of ['STG_CUSTOMERS', 'STG_ORDERS']) {
        account.addTable(staging, { name, kind: 'TRANSIENT', retentionDays: 0 }, [
            { name: 'ID', type: 'NUMBER(38,0)', nullable: false, primaryKey: true },
            { name: 'PAYLOAD', type: 'VARIANT' },
            { name: 'LOADED_AT', type: 'TIMESTAMP_LTZ', default: 'CURRENT_TIMESTAMP()' }
        ]);
    }
    account.addTable(
        marts,
        { name: 'FCT_REVENUE', clusterBy: 'LINEAR(DAY)', automaticClustering: true, changeTracking: true },
        [
            { name: 'DAY', type: 'DATE', nullable: false },
            { name: 'NATION', type: 'VARCHAR(25)' },
            { name: 'REVENUE', type: 'NUMBER(38,2)', comment: 'Before tax' }
        ]
    );
    const event = { name: 'EVENTS', event: true, comment: 'Event table' };
    account.addTable(marts, event, [{ name: 'TIMESTAMP', type: 'TIMESTAMP_NTZ' }]);
    account.addTable(marts, { name: 'ICE', iceberg: true }, [{ name: 'A', type: 'NUMBER(10,0)' }]);
    account.addTable(marts, { name: 'HYBRID', hybrid: true }, [
        { name: 'ID', type: 'NUMBER(38,0)', nullable: false, primaryKey: true }
    ]);
    account.addTable(marts, { name: 'DAILY', dynamic: true }, [{ name: 'DAY', type: 'DATE' }]);
    account.addTable(marts, { name: 'LANDING', external: true, rows: null, bytes: null }, [
        { name: 'VALUE', type: 'VARIANT', expression: 'VALUE' }
    ]);
    addOddNames(account, account.addSchema(analytics, { name: 'odd "names".here' }));
}

function addOddNames(account: Account, schema: Schema): void {
    for (const name of ODD_NAMES) {
        account.addTable(schema, { name, comment: `Table ${name}` }, [
            { name: 'ID', type: 'NUMBER(38,0)' },
            { name, type: 'VARCHAR(255)', comment: "It's a name" }
        ]);
    }
}

function addFinance(account: Account): void {
    const finance = account.addDatabase({ name: 'FINANCE', retentionDays: 7, comment: 'Closed to most' });
    const ledger = account.addSchema(finance, { name: 'LEDGER', options: 'MANAGED ACCESS' });
    account.addTable(ledger, { name: 'ENTRIES', comment: 'Double entry' }, [
        { name: 'ID', type: 'NUMBER(38,0)', nullable: false, autoincrement: { start: 1, step: 1, order: false } },
        { name: 'ACCOUNT', type: 'VARCHAR(20)', nullable: false },
        { name: 'AMOUNT', type: 'NUMBER(38,12)', nullable: false },
        { name: 'BOOKED_AT', type: 'TIMESTAMP_TZ' },
        { name: 'HASH', type: 'BINARY(32)' }
    ]);
    const secure = account.addView(
        ledger,
        {
            name: 'BALANCES',
            secure: true,
            query: 'SELECT ACCOUNT, SUM(AMOUNT) AS BALANCE FROM ENTRIES GROUP BY ACCOUNT',
            text: 'CREATE SECURE VIEW BALANCES AS SELECT ACCOUNT, SUM(AMOUNT) AS BALANCE FROM ENTRIES GROUP BY ACCOUNT'
        },
        [
            { name: 'ACCOUNT', type: 'VARCHAR(20)' },
            { name: 'BALANCE', type: 'NUMBER(38,12)' }
        ]
    );
    account.grant('USAGE', finance, 'FINANCE_ANALYST');
    account.grant('USAGE', ledger, 'FINANCE_ANALYST');
    account.grant('SELECT', secure, 'FINANCE_ANALYST');
}

function addForeignDatabases(account: Account): void {
    const shared = account.addDatabase({
        name: 'SNOWFLAKE_SAMPLE_DATA',
        kind: 'IMPORTED DATABASE',
        origin: 'SFSALESSHARED.SFC_SAMPLES_PROD.SAMPLE_DATA',
        owner: 'ACCOUNTADMIN',
        comment: 'Provided by Snowflake during account provisioning'
    });
    const tpch = account.addSchema(shared, { name: 'TPCH_SF1', owner: '' });
    account.addTable(tpch, { name: 'REGION', owner: '', rows: 5, bytes: 4096 }, [
        { name: 'R_REGIONKEY', type: 'NUMBER(38,0)', nullable: false },
        { name: 'R_NAME', type: 'VARCHAR(25)', nullable: false }
    ]);
    const system = account.addDatabase({
        name: 'SNOWFLAKE',
        kind: 'APPLICATION',
        origin: 'SNOWFLAKE.ACCOUNT_USAGE',
        owner: '',
        retentionDays: 0
    });
    const usage = account.addSchema(system, { name: 'ACCOUNT_USAGE', owner: '' });
    account.addView(usage, { name: 'QUERY_HISTORY', owner: '', secure: true }, [
        { name: 'QUERY_ID', type: 'VARCHAR' },
        { name: 'QUERY_TEXT', type: 'VARCHAR' }
    ]);
    const personal = account.addDatabase({
        name: 'USER$GRACE',
        kind: 'PERSONAL DATABASE',
        owner: '',
        comment: 'Personal database of GRACE'
    });
    account.addSchema(personal, { name: 'PUBLIC', owner: '' });
}

/** Reads SALES and ANALYTICS whole, and nothing of FINANCE. */
function grantReader(account: Account): void {
    for (const warehouse of account.warehouses.values()) {
        if (warehouse.name === READER_WAREHOUSE) account.grant('USAGE', warehouse, READER_ROLE);
    }
    for (const name of ['SALES', 'ANALYTICS']) {
        const database = account.database(name);
        account.grant('USAGE', database, READER_ROLE);
        for (const schema of database.schemas.values()) {
            if (schema.name === 'INFORMATION_SCHEMA') continue;
            account.grant('USAGE', schema, READER_ROLE);
            for (const relation of schema.relations.values()) account.grant('SELECT', relation, READER_ROLE);
            for (const { type, privileges } of PLAIN_KINDS) {
                const [least = 'USAGE'] = privileges[type] ?? [];
                for (const object of plainObjects(schema, type).values()) account.grant(least, object, READER_ROLE);
            }
        }
    }
    account.grant('IMPORTED PRIVILEGES', account.database('SNOWFLAKE_SAMPLE_DATA'), READER_ROLE);
}
