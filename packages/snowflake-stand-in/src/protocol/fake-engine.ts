/**
 * An account of a few canned statements, for tests of the protocols alone. Statements that start with WAIT end only
 * when aborted; INSERTs are counted, so that a statement that ran twice shows.
 */
import { generateKeyPairSync } from 'node:crypto';

import {
    StatementFailure,
    type BindValue,
    type ColumnMeta,
    type Engine,
    type Login,
    type ResultSet,
    type Session,
    type SessionContext
} from '../types.js';

export interface FakeAccount {
    readonly engine: Engine;
    readonly privateKey: string;
    readonly secondPrivateKey: string;
    readonly password: string;
    readonly accessToken: string;
    readonly executed: { readonly statement: string; readonly binds: readonly BindValue[] }[];
    /** Statements that were told to stop. */
    readonly aborted: string[];
}

export const USER = 'JANE.DOE@EXAMPLE.COM';

export function column(name: string, type: string, more: Partial<ColumnMeta> = {}): ColumnMeta {
    const scales: Readonly<Record<string, number>> = { FIXED: 0, TIME: 9 };
    return {
        name,
        type,
        nullable: true,
        precision: type === 'FIXED' ? 38 : null,
        scale: scales[type] ?? (type.startsWith('TIMESTAMP') ? 9 : null),
        length: type === 'TEXT' ? 16_777_216 : type === 'BINARY' ? 8_388_608 : null,
        byteLength: type === 'TEXT' ? 16_777_216 : type === 'BINARY' ? 8_388_608 : null,
        ...more
    };
}

/** One column of every type, a row of values that are easily damaged, and a row of nulls. */
export const EVERY_TYPE: ResultSet = {
    kind: 'select',
    columns: [
        column('BIG', 'FIXED'),
        column('PRICE', 'FIXED', { precision: 10, scale: 2 }),
        column('RATIO', 'REAL'),
        column('NAME', 'TEXT'),
        column('OK', 'BOOLEAN'),
        column('DAY', 'DATE'),
        column('AT', 'TIME'),
        column('NTZ', 'TIMESTAMP_NTZ'),
        column('LTZ', 'TIMESTAMP_LTZ'),
        column('TZ', 'TIMESTAMP_TZ'),
        column('BIN', 'BINARY'),
        column('V', 'VARIANT'),
        column('O', 'OBJECT'),
        column('A', 'ARRAY')
    ],
    rows: [
        [
            '12345678901234567890',
            '-0.05',
            '0.1',
            'näme "quoted" \u{1F600}',
            'true',
            '-1',
            '82919.123456789',
            '1735786800.123456789',
            '-1.500000000',
            '1735786800.000000001 1500',
            'DEADBEEF',
            '{"a":1,"b":[true,null]}',
            '{"k":"v"}',
            '[1,2]'
        ],
        Array.from({ length: 14 }, () => null)
    ]
};

function numbers(count: number): ResultSet {
    return {
        kind: 'select',
        columns: [column('N', 'FIXED', { nullable: false }), column('LABEL', 'TEXT')],
        rows: Array.from({ length: count }, (_, index) => [String(index), `row ${index}`])
    };
}

function text(name: string, value: string | null): ResultSet {
    return { kind: 'select', columns: [column(name, 'TEXT')], rows: [[value]] };
}

/** Parameters that only this session sets, and nothing to undo at its end. */
export function plainParameters(): Pick<Session, 'parameter' | 'setParameter' | 'close'> {
    const values = new Map([['MULTI_STATEMENT_COUNT', '1']]);
    return {
        parameter: (name) => values.get(name),
        setParameter: (name, value) => {
            values.set(name, value);
        },
        close: async () => {}
    };
}

export function fakeAccount(): FakeAccount {
    const keys = [1, 2].map(() =>
        generateKeyPairSync('rsa', {
            modulusLength: 2048,
            publicKeyEncoding: { type: 'spki', format: 'pem' },
            privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
        })
    );
    const password = crypto.randomUUID();
    const accessToken = crypto.randomUUID();
    const aborted: string[] = [];
    const executed: { statement: string; binds: readonly BindValue[] }[] = [];
    const ANYWHERE = { allowed: ['0.0.0.0/0'], blocked: [] };
    const person = (name: string, more: Partial<Login> = {}): Login => ({
        name,
        loginName: name,
        disabled: false,
        locked: false,
        mfaRequired: false,
        passwordAllowed: true,
        password,
        programmaticAccessTokens: [],
        publicKeys: keys.map((pair) => pair.publicKey),
        defaultRole: 'PUBLIC',
        ...more
    });
    const logins = [
        person(USER, { programmaticAccessTokens: [accessToken], networkPolicy: ANYWHERE }),
        person('LOCKED', { locked: true }),
        person('DISABLED', { disabled: true }),
        person('MFA', { mfaRequired: true }),
        person('TOKENONLY', { passwordAllowed: false })
    ];

    const openSession = (loginName: string, context: SessionContext = {}): Session => {
        if (context.role !== undefined && context.role !== 'PUBLIC') {
            throw new StatementFailure(
                '390189',
                '08004',
                `Role '${context.role}' specified in the connect string is not granted to this user.`
            );
        }
        let database = context.database ?? null;
        const parameters = plainParameters();
        return {
            ...parameters,
            user: loginName,
            role: 'PUBLIC',
            warehouse: context.warehouse === 'WH' ? 'WH' : null,
            get database() {
                return database;
            },
            schema: context.schema ?? null,
            execute: async (statement, binds = [], signal) => {
                executed.push({ statement, binds });
                const use = /^USE DATABASE (\w+)$/.exec(statement);
                if (use) {
                    database = use[1] ?? null;
                    return text('status', 'Statement executed successfully.');
                }
                const count = /^NUMBERS (\d+)$/.exec(statement);
                if (count) return numbers(Number(count[1]));
                const set = /^ALTER SESSION SET (\w+) = '?(\w+)'?$/.exec(statement);
                if (set) {
                    parameters.setParameter(set[1] ?? '', set[2] ?? '');
                    return text('status', 'Statement executed successfully.');
                }
                if (statement.startsWith('INSERT')) return inserted();
                if (statement.startsWith('SELECT ?')) {
                    return {
                        kind: 'select',
                        columns: binds.map((bind, index) => column(`B${index}`, bind.type)),
                        rows: [binds.map((bind) => bind.value)]
                    };
                }
                switch (statement) {
                    case 'EVERY TYPE':
                        return EVERY_TYPE;
                    case 'EMPTY':
                        return numbers(0);
                    case 'CURRENT DATABASE':
                        return text('D', database);
                    case 'WAIT':
                        return new Promise((_, reject) => {
                            signal?.addEventListener('abort', () => {
                                aborted.push(statement);
                                reject(new Error('aborted'));
                            });
                        });
                    default:
                        throw new StatementFailure(
                            '001003',
                            '42000',
                            `SQL compilation error:\nsyntax error line 1 at position 0 unexpected '${statement}'.`
                        );
                }
            }
        };
    };

    return {
        engine: {
            accountLocator: 'XY12345',
            accountAliases: ['MYORG-MY_ACCOUNT'],
            findLogin: (name) => logins.find((login) => login.loginName === name.toUpperCase()) ?? null,
            findLoginByAccessToken: (token) =>
                logins.find((login) => login.programmaticAccessTokens.includes(token)) ?? null,
            recordLogin: () => undefined,
            openSession,
            splitStatements: (all) =>
                all
                    .split(';')
                    .map((part) => part.trim())
                    .filter((part) => part !== ''),
            close: async () => undefined
        },
        privateKey: keys[0]?.privateKey ?? '',
        secondPrivateKey: keys[1]?.privateKey ?? '',
        password,
        accessToken,
        executed,
        aborted
    };
}

function inserted(): ResultSet {
    return {
        kind: 'dml',
        columns: [column('number of rows inserted', 'FIXED', { precision: 19, nullable: false })],
        rows: [['1']],
        stats: { numRowsInserted: 1, numRowsUpdated: 0, numRowsDeleted: 0, numDuplicateRowsUpdated: 0 }
    };
}
