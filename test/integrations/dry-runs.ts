/**
 * Which functions the CLI's dry run covers. Each test that dry-runs takes its names from here and runs all of them, so a
 * function that stands here is run, and `dry-runs.test.ts` fails for one that does not.
 */
import { INTEGRATIONS, KEY_PAIR } from '../../local/world.js';
import { FUNCTIONS, namesOf, SNOWFLAKE_SYNCS } from '../support/functions.js';
import { IS_WHOLE } from '../support/thinned.js';

/** What one destination goes through, in this order: `export-secrets` is the sync. */
export const LIFECYCLE = [
    'create-export-secret',
    'list-export-secrets',
    'export-secrets',
    'get-export-secret',
    'disconnect-export-secret',
    'restore-export-secret',
    'rotate-export-secret'
] as const;

/** Needs no destination. */
export const SETUP = 'check-export-setup';

/** Need the operator's AWS account. */
export const ROTATION = 'rotate-key-pair';
export const TOKEN_ROTATION = 'rotate-token';

/** Actions that ask nobody but Snowflake. */
export const ACTIONS = namesOf(KEY_PAIR, 'action').filter(
    (name) => ![ROTATION, TOKEN_ROTATION, SETUP, ...LIFECYCLE].includes(name)
);

export const SYNCS = SNOWFLAKE_SYNCS.map(({ name }) => name);

/** The other integrations whose connections can be a destination. */
export const EXPORTS = FUNCTIONS.filter(({ name }) => name === LIFECYCLE[0])
    .map(({ integration }) => integration)
    .filter((id) => !INTEGRATIONS.some((of) => of === id));

/** Of a way to connect whose dry runs are those of another, this much is run all the same; `npm run faults` runs all. */
export const OF_KIN = IS_WHOLE
    ? { syncs: SYNCS, actions: ACTIONS }
    : { syncs: ['databases'], actions: ['test-connection'] };

/** `integration function` of each that is covered. */
export const COVERED: ReadonlySet<string> = new Set([
    ...INTEGRATIONS.flatMap((integration) =>
        [...ACTIONS, ...SYNCS, ...LIFECYCLE, ROTATION, TOKEN_ROTATION, SETUP].map((name) => `${integration} ${name}`)
    ),
    ...EXPORTS.flatMap((integration) => [...LIFECYCLE, SETUP].map((name) => `${integration} ${name}`))
]);

const NO_EVENTS = 'the CLI looks for the bundle of an event function among the syncs';

/** Functions that cannot be dry-run, and why; `packages/nango-stand-in/test/dryrun.test.ts` holds that it is so. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
    'validate-connection': NO_EVENTS,
    'post-connection-creation': NO_EVENTS,
    'pre-connection-deletion': NO_EVENTS
};
