/**
 * The driver in the sandbox against the unmodified driver in Node: the same scenario, the same results, the same
 * requests. A new version of the driver that breaks a shim fails here, in the step that needs it.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import plain from 'snowflake-sdk';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startSnowflake } from '../../local/snowflake/server.js';
import { REPLACED_PARTS } from '../../scripts/vendor/snowflake-sdk/replaced.js';
import type { createSnowflake, Transport } from '../../shared/vendor/snowflake-sdk.js';
import { fakeAccount } from '../local/snowflake/protocol/fake-engine.js';
import { SCENARIO } from './driver-scenario.js';
import type { Driver } from './driver-scenario.js';
import { ID, recordingProxy } from './recording-proxy.js';
import type { Recorded } from './recording-proxy.js';
import { runInSandbox } from './sandbox.js';

const Create = z.custom<typeof createSnowflake>((value) => typeof value === 'function');
const Package = z.object({ devDependencies: z.object({ 'snowflake-sdk': z.string() }) });

/** As Nango's fetch would carry it: text in, text out. */
const transport: Transport = async ({ method, url, headers, body }) => {
    const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
};

async function sandboxedDriver(): Promise<Driver> {
    const loaded = await runInSandbox(`export * from './shared/vendor/snowflake-sdk.js';`);
    return Create.parse(loaded['createSnowflake'])(transport);
}

const account = fakeAccount();
/** Telemetry leaves when it likes, chunks are fetched several at a time: both are compared, but not by their place. */
const isUnordered = ({ path }: Recorded): boolean => path === '/telemetry/send' || path.startsWith('/chunks/');

async function played(driver: Driver, step: keyof typeof SCENARIO) {
    const server = await startSnowflake({
        engine: account.engine,
        chunks: { firstBytes: 1000, laterBytes: 4000, rows: 100 },
        inlineWaitMs: 5,
        pollWaitMs: 1000
    });
    const proxy = await recordingProxy(server.url);
    onTestFinished(async () => {
        await proxy.close();
        await server.close();
    });
    const outcome = await SCENARIO[step]?.({ driver, url: proxy.url, server, account });
    return {
        outcome: comparable(outcome),
        requests: proxy.requests.filter((request) => !isUnordered(request)),
        unordered: proxy.requests.filter(isUnordered).toSorted((a, b) => a.path.localeCompare(b.path))
    };
}

/** Values of two realms, of classes of their own: what they look like as text, without the ids of the day. */
function comparable(outcome: unknown): unknown {
    return JSON.parse(JSON.stringify(outcome ?? null).replaceAll(ID, 'ID'));
}

describe('in the sandbox and in Node the driver', () => {
    let sandboxed: Driver;

    beforeAll(async () => {
        plain.configure({ logLevel: 'OFF', additionalLogToConsole: false });
        process.env['SF_TELEMETRY_DISABLE_CONNECTION_SHAPE'] = 'true';
        process.env['SNOWFLAKE_DISABLE_PLATFORM_DETECTION'] = 'true';
        sandboxed = await sandboxedDriver();
    });
    afterAll(() => {
        delete process.env['SF_TELEMETRY_DISABLE_CONNECTION_SHAPE'];
        delete process.env['SNOWFLAKE_DISABLE_PLATFORM_DETECTION'];
    });

    test.for(Object.keys(SCENARIO))('%s', async (step) => {
        const inNode = await played(plain, step);
        const inSandbox = await played(sandboxed, step);
        expect(inSandbox).toEqual(inNode);
        expect(inNode.requests.length).toBeGreaterThan(0);
    });
});

test('the driver is pinned to one exact version', () => {
    const manifest: unknown = createRequire(import.meta.url)('../../package.json');
    expect(Package.parse(manifest).devDependencies['snowflake-sdk']).toMatch(/^\d+\.\d+\.\d+$/);
});

test.for(REPLACED_PARTS)('the driver still has the part %s that is replaced', (part) => {
    const driver = dirname(createRequire(import.meta.url).resolve('snowflake-sdk'));
    expect(existsSync(join(driver, 'lib', `${part}.js`))).toBe(true);
});

test('what the sandbox cannot do is refused by name', async () => {
    const { outcome } = await runInSandbox(`
        import { createSnowflake } from './shared/vendor/snowflake-sdk.js';
        const driver = createSnowflake(async () => ({ status: 500, headers: {}, text: '' }));
        let message = '';
        try { driver.createPool({ account: 'a', username: 'u', password: 'p' }, {}); } catch (error) { message = error.message; }
        export const outcome = message;
    `);
    expect(outcome).toBe("A pool of connections is not available in Nango's sandbox.");
});
