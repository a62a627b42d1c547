/** How actions get the sync `export-secrets` going; the work is in the rows, so a missed start costs time only. */
import type { LifecycleHandle } from './context.js';

const SYNC = 'export-secrets';

/** From here on the hourly run takes up whatever is left over. */
export async function scheduleSync(nango: LifecycleHandle): Promise<void> {
    await nango.startSync(nango.providerConfigKey, [SYNC], nango.connectionId);
}

export async function runSyncSoon(nango: LifecycleHandle): Promise<void> {
    try {
        await nango.triggerSync(nango.providerConfigKey, nango.connectionId, SYNC);
    } catch {
        await nango.log('The sync "export-secrets" could not be started now; its schedule will run it.', {
            level: 'warn'
        });
    }
}
