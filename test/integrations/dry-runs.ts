/**
 * Which functions the CLI's dry run covers. Each test that dry-runs takes its names from here and runs all of them, so a
 * function that stands here is run, and `dry-runs.test.ts` fails for one that does not.
 */
import { INTEGRATIONS } from '../../local/world.js';

/** Actions that ask nobody but Snowflake. */
export const ACTIONS = [
    'execute-statement',
    'get-statement-status',
    'get-statement-result',
    'cancel-statement',
    'list-databases',
    'list-schemas',
    'list-tables',
    'list-views',
    'list-columns',
    'list-roles',
    'list-users',
    'list-warehouses',
    'list-stages',
    'list-streams',
    'list-tasks',
    'list-grants',
    'describe-table',
    'test-connection'
] as const;

export const SYNCS = ['databases', 'schemas', 'tables', 'columns', 'views', 'roles', 'users', 'query-results'] as const;

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

export const ROTATION = 'rotate-key-pair';

export const EXPORTS = ['qlik-export', 'power-bi-export', 'postgresql-export', 'bigquery-export'] as const;

/** `integration function` of each that is covered. */
export const COVERED: ReadonlySet<string> = new Set([
    ...INTEGRATIONS.flatMap((integration) =>
        [...ACTIONS, ...SYNCS, ...LIFECYCLE, ROTATION, SETUP].map((name) => `${integration} ${name}`)
    ),
    ...EXPORTS.flatMap((integration) => [...LIFECYCLE, SETUP].map((name) => `${integration} ${name}`))
]);

const NO_EVENTS = 'the CLI looks for the bundle of an event function among the syncs';

/** Functions that cannot be dry-run, and why; `test/local/nango/dryrun.test.ts` holds that it is so. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
    'validate-connection': NO_EVENTS,
    'post-connection-creation': NO_EVENTS,
    'pre-connection-deletion': NO_EVENTS
};
