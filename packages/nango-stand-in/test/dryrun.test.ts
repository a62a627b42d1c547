/** The real CLI dry-runs functions against the local Nango. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { dryrun, dryrunAll } from '../src/dryrun.js';
import { printedFailure, runNango } from 'nango-cli/run.js';
import { FIXTURE_FOLDER, startFixture } from './project.js';
import { startProvider } from './provider.js';

import type { DryRunResult } from '../src/dryrun.js';
import type { LocalNango } from '../src/local-nango.js';
import type { Provider } from './provider.js';

let provider: Provider;
let nango: LocalNango;

beforeAll(async () => {
    provider = await startProvider();
    nango = await startFixture({ hosts: { '*.example.com': provider.address } });
});
afterAll(async () => {
    await nango.close();
    await provider.close();
});

const probe = { name: 'probe', connectionId: 'one', integration: 'fixture' };
const pages = { ...probe, name: 'pages' };

async function only(run: Parameters<typeof dryrunAll>[1][number]): Promise<DryRunResult> {
    const [result] = await dryrunAll(nango, [run]);
    if (result === undefined) throw new Error('No result');
    return result;
}

test('the CLI itself compiles and runs an action whose fetch is led to a stand-in', async () => {
    const run = await dryrun(nango, { ...probe, input: { op: 'fetch', url: 'https://api.example.com/a%2Fb?c=%20' } });
    expect(run.output).toContain('"status": 200');
    expect(run.exitCode).toBe(0);
    expect(provider.asked.at(-1)).toMatchObject({ url: '/a%2Fb?c=%20', headers: { host: 'api.example.com' } });
});

test('many runs share one compilation, and each has its own answer', async () => {
    const results = await dryrunAll(nango, [
        { ...pages, metadata: { pages: [[{ id: 'a' }]] } },
        { ...pages, metadata: { pages: [[{ id: 'a', name: 1 }]] } },
        { ...probe, input: { op: 'nonsense' } }
    ]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 1, 1]);
    expect(results[0]?.output).toContain('"added": 1');
    expect(results[1]?.output).toContain('must be string');
    expect(results[2]?.output).toContain('invalid_action_input');
});

test('proxy requests go through the server, address untouched, with the credentials of the connection', async () => {
    const config = {
        baseUrlOverride: 'https://api.example.com',
        endpoint: '/x%2Fy?z=1%20+2',
        method: 'POST',
        data: { q: 1 },
        responseType: 'text',
        headers: { 'x-mine': 'yes' }
    };
    const result = await only({ ...probe, input: { op: 'proxy', config } });
    expect(result.exitCode).toBe(0);
    expect(provider.asked.at(-1)).toMatchObject({
        url: '/x%2Fy?z=1%20+2',
        body: '{"q":1}',
        headers: { 'x-mine': 'yes', authorization: expect.stringMatching(/^Basic /) }
    });
});

test('checkpoint and variant are handed to the function', async () => {
    const result = await only({
        ...pages,
        metadata: { pages: [[{ id: 'a' }], [{ id: 'b' }]] },
        checkpoint: { page: 1 },
        variant: 'eu'
    });
    expect(result.output).toContain('Starting at page 1 as eu');
});

test('an unmapped loopback address stays out of reach', async () => {
    expect((await only({ ...probe, input: { op: 'fetch', url: provider.address } })).output).toContain(
        'url_not_allowed'
    );
});

test('event functions cannot be dry-run: the CLI looks for them among the syncs', async () => {
    const result = await only({ ...probe, name: 'validate-connection' });
    expect(result).toMatchObject({ exitCode: 1, output: expect.stringContaining('Unable to find script file') });
});

test('the CLI fails loudly outside a project', async () => {
    expect(await runNango(['compile'], { folder: `${FIXTURE_FOLDER}fixture` })).toMatchObject({ exitCode: 1 });
});

test.for([
    ['✖ Failed to build ./a.js', true],
    ['  Failed to compile definitions', true],
    ['Found 2 errors', true],
    ['No entry points found in index.ts, add one like this', true],
    ['Found 3 entry points in index.ts', false],
    ['✓ Compiled', false]
] as const)('%s is read as a failure: %s', ([line, failed]) => {
    expect(printedFailure(`first\n${line}\nlast`)).toBe(failed);
});
