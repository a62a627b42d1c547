/**
 * An embedded Snowflake account behind HTTP on a free port of 127.0.0.1: the SQL API and the drivers' protocol, over
 * one engine. `requests` logs what came in, for counting; `faults` orders trouble.
 */
import { createAdaptorServer } from '@hono/node-server';

import { keepIdleConnections } from 'stand-in-base/idle-connections.js';
import { frontApp } from './protocol/app.js';
import { Sessions } from './protocol/driver/sessions.js';
import { Faults } from './protocol/faults.js';
import { OAuthServer } from './protocol/oauth.js';
import { DEFAULT_OPTIONS, type FrontOptions } from './protocol/options.js';
import { Cutting } from './protocol/pieces.js';
import { Queries } from './protocol/queries.js';

import type { LoggedRequest } from './protocol/front.js';
import type { Engine } from './types.js';

export type { FrontOptions, LoggedRequest };
export type { Fault, FaultMatch, Hold, RateLimit } from './protocol/faults.js';

export interface SnowflakeOptions<E extends Engine = Engine> extends Partial<FrontOptions> {
    /** The account, such as `createEngine()` makes. It is closed with the server. */
    readonly engine: E;
}

export interface EmbeddedSnowflake<E extends Engine = Engine> {
    /** `http://127.0.0.1:<port>` */
    readonly url: string;
    readonly port: number;
    readonly engine: E;
    readonly requests: LoggedRequest[];
    readonly faults: Faults;
    /** Sessions of drivers: count, expire or close them. */
    readonly sessions: Sessions;
    /** The account's OAuth client: let a user consent, or withdraw it. */
    readonly oauth: OAuthServer;
    /** No handle is known any more, as a day later. */
    forgetResults(): void;
    /** Results are in pieces of this many rows at most from now on, those that are kept too. */
    cutAnew(rows: number): void;
    close(): Promise<void>;
}

export async function startSnowflake<E extends Engine>(options: SnowflakeOptions<E>): Promise<EmbeddedSnowflake<E>> {
    const { engine, ...chosen } = options;
    const settings: FrontOptions = { ...DEFAULT_OPTIONS, ...chosen };
    const faults = new Faults(settings.now);
    const sessions = new Sessions(settings);
    const queries = new Queries(faults, settings.now);
    const oauth = new OAuthServer(settings.now);
    const cutting = new Cutting();
    const requests: LoggedRequest[] = [];
    const app = frontApp({ engine, options: settings, faults, queries, oauth, cutting }, requests, sessions);
    const server = createAdaptorServer({ fetch: app.fetch, hostname: '127.0.0.1' });
    keepIdleConnections(server);

    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server did not get a port.');

    return {
        url: `http://127.0.0.1:${address.port}`,
        port: address.port,
        engine,
        requests,
        faults,
        sessions,
        oauth,
        forgetResults: () => {
            queries.forgetAll();
        },
        cutAnew: (rows) => {
            cutting.anew(rows);
        },
        close: async () => {
            queries.cancelAll();
            await new Promise<void>((resolve) => {
                server.close(() => resolve());
                if ('closeAllConnections' in server) server.closeAllConnections();
            });
            await engine.close();
        }
    };
}
