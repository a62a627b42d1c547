/**
 * Settings that a Connect session brings along. Nango empties a connection's metadata at a reconnect before any function
 * runs; what the session sets in `connection_config` is all that a function can still read. An end user can fill keys
 * that a session leaves open, but never its tags: only what the tag's digest vouches for was written by the app.
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import { anyText } from '../schema.js';
import { endsExecution } from '../nango/execution-end.js';
import type { NangoHandle } from '../nango/handle.js';
import { KEPT_SETTINGS } from './kept-settings.js';

const FieldsSchema = z.record(anyText, z.unknown());
const CarrierSchema = z.object({
    connection_config: z.object({ [KEPT_SETTINGS]: anyText }),
    tags: z.object({ [KEPT_SETTINGS]: anyText })
});

export type KeepingHandle = Pick<NangoHandle, 'getConnection' | 'getMetadata' | 'log'> & {
    updateMetadata(metadata: Record<string, unknown>): Promise<unknown>;
};

/**
 * To run before the connection is checked: a refused reconnect has lost its metadata all the same. What stands in the
 * metadata already wins. A failure is logged only: a customer must not be refused for it, and the syncs notice the loss.
 */
export async function putBackSettings(nango: KeepingHandle): Promise<void> {
    const kept = settingsIn(await nango.getConnection());
    if (kept === null) return;
    const present = FieldsSchema.safeParse(await nango.getMetadata()).data ?? {};
    const missing = Object.entries(kept).filter(([key]) => !(key in present));
    if (missing.length === 0) return;
    try {
        await nango.updateMetadata(Object.fromEntries(missing));
    } catch (error) {
        if (endsExecution(error)) throw error;
        const names = missing.map(([key]) => key).join(', ');
        await nango.log(`Nango did not take the settings of the Connect session (${names}). Set them again.`, {
            level: 'error'
        });
    }
}

function settingsIn(connection: unknown): Record<string, unknown> | null {
    const carrier = CarrierSchema.safeParse(connection).data;
    if (carrier === undefined) return null;
    const text = carrier.connection_config[KEPT_SETTINGS];
    if (digest(text) !== carrier.tags[KEPT_SETTINGS]) return null;
    // Vouched for, so it is JSON that the client wrote.
    return FieldsSchema.parse(JSON.parse(text));
}

function digest(text: string): string {
    return createHash('sha256').update(text, 'utf8').digest('hex');
}
