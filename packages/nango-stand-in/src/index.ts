/** What a test needs to have a Nango of its own. */
export type { Connection, Credentials, NewConnection } from './connections.js';
export { startDryRuns } from './dryrun.js';
export type { DryRuns } from './dryrun.js';
export { LocalNango } from './local-nango.js';
export type { LocalNangoOptions } from './local-nango.js';
