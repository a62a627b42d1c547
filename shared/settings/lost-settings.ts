/**
 * A reconnect sets a connection's metadata to null, and with it every setting. Without them a sync would read something
 * else than before and call the rest deleted; so what an earlier run knew to be set has to be given again, or dropped.
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';
import type { Settings } from './settings.js';
import { settingsIn } from './settings.js';

const OnPurposeSchema = z.object({ use_defaults: z.literal(true) });

/**
 * The names of the settings in the metadata that are among these, set or blank. Throws where none is, though `before`, the
 * last run, had some: a word such as allow_deletions alone shapes nothing, so what it stands beside is lost all the same.
 */
export function settingsKept(
    shaping: readonly (keyof Settings)[],
    before: readonly string[],
    metadata: unknown
): string[] {
    const present = settingsIn(metadata).filter((key) => shaping.some((known) => known === key));
    if (before.length === 0 || present.length > 0 || OnPurposeSchema.safeParse(metadata).success) return present;
    throw new ActionableError(
        'settings_lost',
        `The connection's settings are gone, as after a reconnect. The last run had ${before.join(', ')}.`,
        "Set them again in the connection's metadata, or set use_defaults to true to go on without them. Until then nothing is read or deleted.",
        { settings: before.join(', ') }
    );
}
