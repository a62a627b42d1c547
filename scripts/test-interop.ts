/**
 * `npm run test:interop`: the stand-ins beside what is not ours. The AWS tests run against moto, and other people's
 * clients of Snowflake against the embedded account. `npm run test:interop -- dbt jdbc` runs these alone.
 * What cannot be had on this machine is said, and the exit code is 3: not run is not passed.
 */
import { CLIENTS, withAccount } from './interop/clients.js';
import { againstMoto } from './interop/moto.js';
import { NotRun } from './python.js';

const EXIT_NOT_RUN = 3;

type Outcome = 'passed' | 'FAILED' | 'NOT RUN';

async function outcomeOf(name: string, work: () => Promise<boolean>): Promise<Outcome> {
    try {
        return (await work()) ? 'passed' : 'FAILED';
    } catch (error) {
        if (!(error instanceof NotRun)) throw error;
        console.error(`${name} DID NOT RUN: ${error.message}`);
        return 'NOT RUN';
    }
}

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const outcomes = new Map<string, Outcome>();
const chosen = CLIENTS.filter(({ name }) => isWanted(name));
// Installing waits for the network and for compilers; all do so at once, and the tests come after.
const prepared = chosen.map((client) => {
    const command = client.prepare();
    command.catch(() => undefined);
    return { client, command };
});
await withAccount(async (run) => {
    for (const { client, command } of prepared) {
        outcomes.set(client.name, await outcomeOf(client.name, async () => run(client, await command)));
    }
});
if (isWanted('moto')) outcomes.set('moto', await outcomeOf('moto', againstMoto));
for (const [name, outcome] of outcomes) console.log(`${outcome.padEnd(8)} ${name}`);
const found = [...outcomes.values()];
process.exitCode = found.includes('FAILED') ? 1 : found.includes('NOT RUN') || found.length === 0 ? EXIT_NOT_RUN : 0;
