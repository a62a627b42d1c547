import { ActionError } from '@nangohq/runner-sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NangoHandle } from '../../../shared/nango/handle.js';
import { postgresql } from '../../../shared/export-secrets/types/postgresql.js';
import { readSettings } from '../../../shared/export-secrets/settings.js';

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

const unused = async (): Promise<never> => await Promise.reject(new Error('not used'));

/** A Nango whose requests to AWS never get an answer. */
function unanswered(): { nango: NangoHandle; sent: unknown[] } {
    const sent: unknown[] = [];
    return {
        sent,
        nango: {
            ActionError,
            connectionId: 'c',
            providerConfigKey: 'postgresql-export',
            getConnection: async (integration) =>
                JSON.parse(JSON.stringify(integration === 'aws' ? CONNECTIONS.aws : CONNECTIONS.own)),
            getEnvironmentVariables: async () => [],
            getMetadata: unused,
            log: async () => {},
            proxy: unused,
            uncontrolledFetch: async (options) => {
                sent.push(options);
                return await new Promise(() => {});
            }
        }
    };
}

test('a test that Glue never ends is one request, and a login timeout', async () => {
    const { nango, sent } = unanswered();
    const candidate = await postgresql.prepare(nango, {}, await readSettings(nango));
    await expect(candidate.test()).rejects.toMatchObject({ code: 'login_timeout' });
    expect(sent).toHaveLength(1);
});
