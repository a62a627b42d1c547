/** An account that answers `SELECT 1` and nothing else: all that trying credentials needs. */
import { plainParameters } from 'snowflake-stand-in/protocol/fake-engine.js';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { StatementFailure } from 'snowflake-stand-in/types.js';
import type { Engine, Login, Session, SessionContext } from 'snowflake-stand-in/types.js';

export interface SmallAccount {
    readonly engine: Engine;
    readonly user: string;
    password: string;
    privateKey: string;
    /** A new password and a new key pair; the former ones are let in no more. */
    renew(): void;
    /** Turns the sign-in of the user off and on. */
    allowed: boolean;
}

function newCredentials(): { password: string; publicKey: string; privateKey: string } {
    const keys = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    return { ...keys, password: randomBytes(18).toString('base64url') };
}

export function smallAccount(): SmallAccount {
    const user = `EXPORTER_${randomBytes(6).toString('hex').toUpperCase()}`;
    const account = {
        user,
        ...newCredentials(),
        renew: () => void Object.assign(account, newCredentials()),
        allowed: true,
        engine: {
            accountLocator: 'XY12345',
            accountAliases: ['MYORG-MYACCOUNT'],
            findLogin: (name: string): Login | null =>
                name.toUpperCase() === user
                    ? {
                          name: user,
                          loginName: user,
                          disabled: !account.allowed,
                          locked: false,
                          mfaRequired: false,
                          passwordAllowed: true,
                          password: account.password,
                          programmaticAccessTokens: [],
                          publicKeys: [account.publicKey],
                          defaultRole: 'PUBLIC'
                      }
                    : null,
            findLoginByAccessToken: () => null,
            recordLogin: () => undefined,
            openSession,
            splitStatements: (text: string) => [text],
            close: async () => undefined
        }
    };
    return account;
}

function openSession(name: string, context: SessionContext = {}): Session {
    return {
        ...plainParameters(),
        user: name,
        role: 'PUBLIC',
        warehouse: context.warehouse === 'WH' ? 'WH' : null,
        database: context.database ?? null,
        schema: null,
        execute: async (statement) => {
            if (statement !== 'SELECT 1') throw new StatementFailure('001003', '42000', `Unexpected: ${statement}`);
            const one = { name: '1', type: 'FIXED', nullable: false, precision: 1, scale: 0 };
            return { kind: 'select', columns: [{ ...one, length: null, byteLength: null }], rows: [['1']] };
        }
    };
}
