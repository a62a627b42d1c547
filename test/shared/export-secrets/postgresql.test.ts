import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { postgresql } from '../../../shared/export-secrets/types/postgresql.js';
import { readSettings } from '../../../shared/export-secrets/settings.js';
import { handleWith } from '../nango-handle.js';

/** Every wait is over at once; Vitest's own fake timers have no `close`, by which the sandbox's shim clears them. */
const realSetTimeout = globalThis.setTimeout;
beforeEach(() => {
    vi.stubGlobal('setTimeout', (work: () => void) => realSetTimeout(work, 0));
});
afterEach(() => {
    vi.unstubAllGlobals();
});

const CONNECTIONS = {
    own: {
        credentials: { username: 'exporter', password: 'not-a-secret' },
        connection_config: { host: 'db.acme.example', database: 'exports' }
    },
    aws: {
        credentials: { username: 'AKIDEXAMPLE', password: 'not-a-secret' },
        connection_config: { region: 'eu-west-1' }
    }
};

test('a test that Glue never ends is one request, and a login timeout', async () => {
    const sent: unknown[] = [];
    const nango = handleWith({
        getConnection: async (integration) =>
            JSON.parse(JSON.stringify(integration === 'aws' ? CONNECTIONS.aws : CONNECTIONS.own)),
        uncontrolledFetch: async (options) => {
            sent.push(options);
            return await new Promise(() => {});
        }
    });
    const candidate = await postgresql.prepare(nango, {}, await readSettings(nango));
    await expect(candidate.test()).rejects.toMatchObject({ code: 'login_timeout' });
    expect(sent).toHaveLength(1);
});
