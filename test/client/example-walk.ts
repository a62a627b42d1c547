/** Walks through the documentation's backend, which runs in a process of its own as an app's would. */
import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import * as z from 'zod';

import { connectionIdOf } from './app.js';
import type { ExampleWorld } from './example-world.js';

/** Imports the example as `app.mts`; `ask` brings what only the world can do. */
const WALK = `import { createHmac } from 'node:crypto';
import { connect, countRows, db, onWebhook, provisionExports } from './app.mts';

const send = async (webhook) => {
    const body = JSON.stringify({ from: 'nango', providerConfigKey: 'snowflake-password', success: true, ...webhook });
    const signature = createHmac('sha256', process.env.NANGO_WEBHOOK_KEY).update(body).digest('hex');
    await onWebhook(body, { 'x-nango-hmac-sha256': signature });
};
const ask = async (question) => {
    process.send(question);
    return await new Promise((resolve) => process.once('message', resolve));
};

const before = await countRows('org-1', 'SALES.PUBLIC.ORDERS');
const token = await connect({ id: 'user-7', email: 'ada@example.com', organization: 'org-1' });
const { connectionId } = await ask({ token });
await send({ type: 'auth', connectionId, operation: 'creation', tags: { organization_id: 'org-1' } });
const { modifiedAfter } = await ask({ sync: 'tables', connectionId });
const responseResults = { added: 0, updated: 0, deleted: 0 };
await send({ type: 'sync', connectionId, syncName: 'tables', model: 'Table', modifiedAfter, responseResults });
process.send({
    before,
    databases: [...new Set([...db.tables.values()].map((table) => table.database_name))],
    orders: db.tables.get('SALES.PUBLIC.ORDERS')?.rows,
    counted: await countRows('org-1', 'SALES.PUBLIC.ORDERS'),
    refused: await countRows('org-1', 'SALES.PUBLIC.NOWHERE'),
    exports: await provisionExports('org-1')
});
process.disconnect();
`;

const Question = z.union([
    z.object({ token: z.string() }),
    z.object({ sync: z.literal('tables'), connectionId: z.string() }),
    z.object({ before: z.unknown() }).loose()
]);

/** What the customer's browser and Nango's scheduler do in between; the last message is the walk's result. */
export async function walk(world: ExampleWorld, folder: string): Promise<unknown> {
    const file = path.join(folder, 'walk.mjs');
    writeFileSync(file, WALK);
    const child = fork(file, {
        cwd: folder,
        execArgv: ['--disable-warning=ExperimentalWarning'],
        env: {
            ...process.env,
            NANGO_HOST: world.nango.url,
            NANGO_API_KEY: world.nango.secretKey,
            NANGO_WEBHOOK_KEY: 'w'
        }
    });
    const ended = once(child, 'exit');
    for await (const [message] of on(child, 'message', { close: ['exit'] })) {
        const question = Question.parse(message);
        if ('before' in question) {
            await ended;
            return question;
        }
        if ('token' in question) {
            const url = new URL('/api-auth/basic/snowflake-password', world.nango.url);
            url.searchParams.set('connect_session_token', question.token);
            const { username, password } = world;
            const headers = { 'content-type': 'application/json' };
            const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ username, password }) });
            child.send({ connectionId: await connectionIdOf(answer) });
        } else {
            const modifiedAfter = new Date().toISOString();
            await world.nango.runSync('snowflake-password', question.sync, question.connectionId);
            child.send({ modifiedAfter });
        }
    }
    throw new Error('The example ended without a result');
}
