/**
 * What a run compares itself with before it reads anything: the account, the role and the settings of the last whole
 * walk. Another account, or settings that are gone, would replace all records by others, so they end the run at once.
 */
import { createHash } from 'crypto';
import { settingsKept } from '../settings/lost-settings.js';
import { SCOPE_SETTINGS, WALK_SETTINGS } from '../settings/settings.js';
import type { Settings } from '../settings/settings.js';
import { accountHost } from '../snowflake/connection-account.js';
import { connectionContext } from '../snowflake/context.js';
import { movedAccount } from '../sync/same-account.js';
import type { Memory } from './checkpoint.js';
import type { Start } from './syncs/start.js';

export interface Run {
    /** What the next run will know of this one. */
    readonly present: Memory;
    /** What this run knows of the last whole walk. */
    readonly before: Memory;
    /** Somebody has said that what is not found may go. */
    readonly mayDelete: boolean;
}

/** Throws where this run is about something else than the last one, of which `left` is what was kept. */
export async function beginRun(start: Start, left: Memory | null): Promise<Run> {
    const { nango, settings, metadata, part } = start;
    const set = settingsKept(SCOPE_SETTINGS, left?.set ?? [], metadata);
    const word = settings.allow_deletions ?? '';
    // A spelling that cannot be read says nothing: what is known of the account stays known.
    const account = (await accountHost(nango)) || (left?.account ?? '');
    const moving = { nango, client: start.from.client, allowed: settings.allow_account };
    const moved = await movedAccount(moving, left?.account ?? '', account);
    const role = settings.role ?? (await connectionContext(nango)).role ?? '';
    // A first walk that is cut off leaves its account and settings all the same. Whether a word was used before nobody knows.
    const before = left ?? { account, role: '', scope: '', set, word };
    const present = {
        account,
        role,
        scope: digestOf([account, role, scopeSettings(settings), ...(part ? [part] : [])]),
        set
    };
    return {
        present: { ...present, word: word === '' ? before.word : word },
        before,
        mayDelete: moved || (word !== '' && word !== before.word)
    };
}

/** What else is not as it was, as sentences: it may be why records were not found. */
export function changesSince(before: Memory, present: Memory): string[] {
    if (before.scope === '' || before.scope === present.scope) return [];
    const changes: string[] = [];
    if (before.role !== present.role) {
        changes.push(`The role was ${named(before.role)} and is now ${named(present.role)}.`);
    }
    if (before.account !== present.account) changes.push('The account is spelt in another way than before.');
    if (changes.length === 0) changes.push('The settings that say what is read have changed since.');
    return changes;
}

function named(role: string): string {
    return role === '' ? "the user's default role" : role;
}

function scopeSettings(settings: Settings): unknown[] {
    // Digests of accounts that do not know a setting stay as they were.
    const keys = settings.read_with ? WALK_SETTINGS : SCOPE_SETTINGS;
    return keys.map((key) => settings[key] ?? null);
}

function digestOf(value: unknown): string {
    return createHash('sha256').update(JSON.stringify(value), 'utf8').digest('base64url');
}
