/** The processes of a benchmark: the account that is asked, and the reader that is measured, each by itself. */
import { fork } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ConnectionStore, publicConnection } from 'nango-stand-in/connections.js';
import type { Connection, NewConnection } from 'nango-stand-in/connections.js';
import { CONNECTION, KEY_PAIR, PASSWORD, USER } from '../../local/world.js';
import { MeasuredSchema, ServedSchema } from './reading.js';
import type { AccountOrder, Measured, Order } from './reading.js';

const READER = fileURLToPath(new URL('./read.ts', import.meta.url));
const SERVER = fileURLToPath(new URL('../account/serve.ts', import.meta.url));

export async function measureIn(order: Order, nodeOptions: readonly string[]): Promise<Measured> {
    const reader = fork(READER, { execArgv: [...process.execArgv, ...nodeOptions] });
    return await new Promise((resolve, reject) => {
        reader.once('message', (message) => resolve(MeasuredSchema.parse(message)));
        reader.once('error', reject);
        reader.once('exit', (code) =>
            reject(new Error(`Reading over ${order.integration} ended with exit code ${code}.`))
        );
        reader.send(order);
    });
}

export interface Served {
    readonly url: string;
    close(): void;
}

export type Connected = Pick<Order, 'integration' | 'provider' | 'connection'>;
/** By key pair, and by password. */
export type Connections = readonly [Connected, Connected];

export const PROVIDERS = [
    [KEY_PAIR, 'snowflake-jwt'],
    [PASSWORD, 'private-api-basic']
] as const;

/** One user of made-up accounts, and both ways in. */
export class Credentials {
    readonly #password = randomBytes(18).toString('base64url');
    readonly #keys = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' }
    });

    async serve(account: Pick<AccountOrder, 'size' | 'cap' | 'latencyMs' | 'trouble'>): Promise<Served> {
        const server = fork(SERVER);
        const order: AccountOrder = {
            ...account,
            user: USER,
            password: this.#password,
            publicKey: this.#keys.publicKey
        };
        return await new Promise((resolve, reject) => {
            server.once('message', (message) => {
                const { url } = ServedSchema.parse(message);
                resolve({ url, close: () => void server.disconnect() });
            });
            server.once('error', reject);
            server.once('exit', (code) => reject(new Error(`The account ended with exit code ${code}.`)));
            server.send(order);
        });
    }

    /** As Nango's API shows them. */
    connections(): Connections {
        const store = new ConnectionStore();
        for (const [uniqueKey, provider] of PROVIDERS) store.addIntegration({ uniqueKey, provider });
        const [byKeyPair, byPassword] = this.newConnections();
        return [connected(store.add(byKeyPair)), connected(store.add(byPassword))];
    }

    /** As they are made. */
    newConnections(): readonly [NewConnection, NewConnection] {
        const { privateKey } = this.#keys;
        return [
            {
                integration: KEY_PAIR,
                id: CONNECTION,
                credentials: { type: 'JWT', accountIdentifier: 'MYORG-MYACCOUNT', userName: USER, privateKey },
                connectionConfig: { subdomain: 'myorg-myaccount' }
            },
            {
                integration: PASSWORD,
                id: CONNECTION,
                credentials: { type: 'BASIC', username: USER, password: this.#password },
                connectionConfig: { account: 'myorg-myaccount' }
            }
        ];
    }
}

function connected(connection: Connection): Connected {
    const { uniqueKey, provider } = connection.integration;
    return { integration: uniqueKey, provider, connection: publicConnection(connection, true) };
}
