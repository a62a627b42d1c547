/**
 * The driver in the sandbox against the unmodified driver in Node: the same scenario, the same results, the same
 * requests. A new version of the driver that breaks a shim fails here, in the step that needs it.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import core from 'snowflake-sdk/dist/lib/core.js';
import { NodeHttpClient } from 'snowflake-sdk/dist/lib/http/node.js';
import { driverName, driverVersion } from 'snowflake-sdk/dist/lib/util.js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import { REPLACED_PARTS } from '../../scripts/vendor/snowflake-sdk/replaced.js';
import { SessionConnection } from '../../scripts/vendor/snowflake-sdk/session-connection.js';
import { SilentLogger } from '../../scripts/vendor/snowflake-sdk/silent-logger.js';
import type { createSnowflake, Transport } from '../../shared/vendor/snowflake-sdk.js';
import { fakeAccount } from 'snowflake-stand-in/protocol/fake-engine.js';
import { SCENARIO } from './driver-scenario.js';
import type { Driver } from './driver-scenario.js';
import { ID, recordingProxy } from './recording-proxy.js';
import type { Recorded } from './recording-proxy.js';
import { runInSandbox } from './sandbox.js';

const Create = z.custom<typeof createSnowflake>((value) => typeof value === 'function');
const DriverSchema = z.custom<Driver>((value) => typeof Object(value).createConnection === 'function');
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

/** The driver as its own entry makes it, sockets and all, with our `request` on its connections. */
function plainDriver(): Driver {
    const driver = core({
        connectionClass: SessionConnection,
        httpClientClass: NodeHttpClient,
        loggerClass: SilentLogger,
        client: { name: driverName, version: driverVersion, environment: process.versions }
    });
    return DriverSchema.parse(driver);
}

const account = fakeAccount();
/** Telemetry leaves when it likes: it is compared, but not by its place. */
const isUnordered = ({ path }: Recorded): boolean => path === '/telemetry/send';

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
    const plain = plainDriver();
    let sandboxed: Driver;

    beforeAll(async () => {
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

test.for([
    ['A pool of connections', 'driver.createPool(account, {})'],
    ["A statement of the driver's own", "driver.createConnection(account).execute({ sqlText: 'SELECT 1' })"],
    [
        'Key-pair sign-in',
        "driver.createConnection({ ...account, authenticator: 'SNOWFLAKE_JWT', privateKey }).connect(() => {})"
    ]
])('what the sandbox cannot do is refused by name: %s', async ([what, call]) => {
    const { outcome } = await runInSandbox(`
        import { createSnowflake } from './shared/vendor/snowflake-sdk.js';
        const driver = createSnowflake(async () => ({ status: 500, headers: {}, text: '' }));
        const privateKey = ${JSON.stringify(account.privateKey)};
        const account = { account: 'a', username: 'u', password: 'p' };
        let message = '';
        try { ${call}; } catch (error) { message = error.message; }
        export const outcome = message;
    `);
    expect(outcome).toContain(`${what} is not available in Nango's sandbox.`);
});
