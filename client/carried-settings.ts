/**
 * Settings that a Connect session brings along, so that the connection has them before its first sync, and again after a
 * reconnect. They travel in `connection_config`, which an end user could fill by hand; the tag, which only the app's
 * backend can set, vouches for them.
 */
import { KEPT_SETTINGS } from '../shared/connection/kept-settings.js';

export interface Carried {
    readonly config: Readonly<Record<string, string>>;
    readonly tags: Readonly<Record<string, string>>;
}

export async function carriedBySession(settings: Readonly<Record<string, unknown>>): Promise<Carried> {
    if (Object.keys(settings).length === 0) return { config: {}, tags: {} };
    const text = JSON.stringify(settings);
    return { config: { [KEPT_SETTINGS]: text }, tags: { [KEPT_SETTINGS]: await sha256(text) } };
}

/** By the web's own interface: the package imports nothing of Node's. */
async function sha256(text: string): Promise<string> {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
