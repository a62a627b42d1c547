/** The compiled fixture project, shared by the tests of the local Nango. */
import { fileURLToPath } from 'node:url';

import { Nango } from '@nangohq/node';
import * as z from 'zod';

import { LocalNango } from '../src/local-nango.js';
import { startProvider } from './provider.js';
import { compiledCopy } from 'nango-cli/compile.js';

import type { LocalNangoOptions, RunOptions } from '../src/local-nango.js';
import type { Provider } from './provider.js';
import type { ExecutionResult } from '../src/outcome.js';

export const FIXTURE_FOLDER = fileURLToPath(new URL('./fixture/', import.meta.url));
/** Below the repository's packages, which the CLI and the fixture need, and out of its sources. */
const COPY = fileURLToPath(new URL('../../../.work/compiled/nango-stand-in-fixture', import.meta.url));

/** A local Nango with the fixture's functions and one connection with a user name and a password. */
export async function startFixture(options: Partial<LocalNangoOptions> = {}): Promise<LocalNango> {
    const nango = await LocalNango.start({
        folder: await compiledCopy(FIXTURE_FOLDER, COPY),
        timeScale: 1_000,
        ...options
    });
    nango.addIntegration('fixture', 'private-api-basic');
    nango.addConnection({
        integration: 'fixture',
        id: 'one',
        credentials: { type: 'BASIC', username: 'ada', password: 'pass-of-ada' }
    });
    return nango;
}

export interface FixtureWorld {
    readonly provider: Provider;
    readonly local: LocalNango;
    readonly client: Nango;
    close(): Promise<void>;
}

/** The fixture with a provider behind Snowflake's hosts, and an app's client. */
export async function startFixtureWorld(): Promise<FixtureWorld> {
    const provider = await startProvider();
    const local = await startFixture({ hosts: { '*.snowflakecomputing.com': provider.address } });
    const client = new Nango({ host: local.url, secretKey: local.secretKey });
    return {
        provider,
        local,
        client,
        close: async () => {
            await local.close();
            await provider.close();
        }
    };
}

/** Runs the fixture's `probe` and gives back what came of the one thing it did. */
export async function probe(nango: LocalNango, input: object, connectionId = 'one'): Promise<unknown> {
    const result = await nango.runAction('fixture', 'probe', connectionId, input);
    return z.object({ result: z.unknown() }).parse(result.output).result;
}

/** Gives the connection pages and runs the fixture's sync over them. */
export async function savePages(
    nango: LocalNango,
    pages: readonly (readonly object[])[],
    options: RunOptions & { failAtPage?: number; wrapErrors?: boolean } = {}
): Promise<ExecutionResult> {
    const { failAtPage, wrapErrors, ...run } = options;
    const connection = nango.connections.find('fixture', 'one');
    if (connection === null) throw new Error('The fixture has lost its connection');
    connection.metadata = {
        pages,
        ...(failAtPage === undefined ? {} : { failAtPage }),
        ...(wrapErrors === undefined ? {} : { wrapErrors })
    };
    return await nango.runSync('fixture', 'pages', 'one', run);
}

export function ids(nango: LocalNango, model = 'Item'): string[] {
    return nango
        .records('fixture', 'one', model)
        .map(({ id }) => id)
        .sort();
}
