/**
 * A reconnect sets a connection's metadata to null, and with it every setting. Without them a sync would read something
 * else than before and call the rest deleted; so what an earlier run knew to be set has to be given again, or dropped.
 */
import { ActionableError } from '../errors.js';
import { settingsIn } from './settings.js';

/** `before`: the names of the settings that shaped the last whole run. Throws where the metadata holds none any more. */
export function refuseLostSettings(before: readonly string[], metadata: unknown): void {
    if (before.length === 0 || settingsIn(metadata).length > 0) return;
    throw new ActionableError(
        'settings_lost',
        `The connection's settings are gone, as after a reconnect. The last run had ${before.join(', ')}.`,
        "Set them again in the connection's metadata, or set use_defaults to true to go on without them. Until then nothing is read or deleted.",
        { settings: before.join(', ') }
    );
}
