/** `npm start`: builds the page, starts Nango (the local one, unless a key of a real one is given), and serves both. */
import process from 'node:process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { build } from 'vite';

import { createApp } from './app.js';
import { History } from './history.js';
import { Live } from './live.js';
import { environment, remoteNango } from './nango.js';

import type { NangoServer } from './nango.js';

const FOLDER = fileURLToPath(new URL('../', import.meta.url));
const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
};

const history = new History();
const live = new Live();

async function startNango(port: number): Promise<NangoServer> {
    const { NANGO_SECRET_KEY: key } = environment;
    if (key !== undefined) return remoteNango(key);
    if (!existsSync(`${FOLDER}../../node_modules/nango-stand-in`)) {
        throw new Error('The local Nango is part of the repository: run `npm ci` at its top first.');
    }
    const { localNango } = await import('./local.js');
    return await localNango({
        webhookUrl: `http://127.0.0.1:${port}/webhooks/nango`,
        say,
        onSync: ({ integration, connectionId, name, startedAt, ms, result }) => {
            const counted = Object.values(result.counts);
            const total = (what: 'added' | 'updated' | 'deleted'): number =>
                counted.reduce((sum, counts) => sum + counts[what], 0);
            const said = result.error?.payload['message'];
            history.add({
                integration,
                connectionId,
                sync: name,
                startedAt: startedAt.toISOString(),
                ms,
                requests: result.requests.length,
                added: total('added'),
                updated: total('updated'),
                deleted: total('deleted'),
                error: result.error === null ? null : typeof said === 'string' ? said : result.error.type
            });
        }
    });
}

say('Building the page ...');
await build({ root: FOLDER, configFile: `${FOLDER}vite.config.ts`, logLevel: 'error' });
const port = environment.PORT;
const nango = await startNango(port);
const app = createApp({ nango, history, live });
app.get('/*', serveStatic({ root: './dist' }));
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => {
    say(`Nango: ${nango.kind === 'local' ? `the local one, ${nango.host}, with an embedded Snowflake` : nango.host}`);
    say(`The app is ready: http://127.0.0.1:${port}`);
});

async function stop(): Promise<void> {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await nango.close();
    process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
