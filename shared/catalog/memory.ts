/**
 * What a run compares itself with before it reads anything: the account, the role and the settings of the last whole
 * walk. Another account, or settings that are gone, would replace all records by others, so they end the run at once.
 */
import { createHash } from 'crypto';
import { ActionableError } from '../errors.js';
import { refuseLostSettings } from '../settings/lost-settings.js';
import { SCOPE_SETTINGS, settingsIn } from '../settings/settings.js';
import type { Settings } from '../settings/settings.js';
import { accountHost, accountIdentity, accountName, hostOf, isHostOf } from '../snowflake/connection-account.js';
import { connectionContext } from '../snowflake/context.js';
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
    const { nango, settings, metadata } = start;
    const word = settings.allow_deletions ?? '';
    // Where nothing was kept, nobody knows whether a word was used before.
    const before = left ?? { account: '', role: '', scope: '', set: [], word };
    refuseLostSettings(before.set, metadata);
    const account = await accountHost(nango);
    const moved = await movedAccount(start, before.account, account);
    const role = settings.role ?? (await connectionContext(nango)).role ?? '';
    const set = settingsIn(metadata).filter((key) => SCOPE_SETTINGS.some((known) => known === key));
    const present = { account, role, scope: digestOf([account, role, scopeSettings(settings)]), set };
    return {
        present: { ...present, word: word === '' ? before.word : word },
        before,
        mayDelete: moved || (word !== '' && word !== before.word)
    };
}

/** Whether the connection has been moved to another account, and may. */
async function movedAccount({ nango, from, settings }: Start, before: string, now: string): Promise<boolean> {
    if (before === '' || before === now) return false;
    const identity = await accountIdentity(from.client);
    if (isHostOf(before, identity)) return false;
    const allowed = settings.allow_account === undefined ? null : await hostOf(nango, settings.allow_account);
    if (allowed !== null && (allowed === now || isHostOf(allowed, identity))) return true;
    const present = now === '' ? `${identity.ORGANIZATION}-${identity.NAME}` : accountName(now);
    throw new ActionableError(
        'account_changed',
        `The records are of the Snowflake account ${accountName(before)}, and the connection now signs in to ${present}. Nothing was read, saved or deleted.`,
        `Connect to ${accountName(before)} again; or, if the records of ${present} are to take the place of the others, set allow_account to "${present}" in the connection's metadata.`,
        { account_before: accountName(before), account: present }
    );
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
    return SCOPE_SETTINGS.map((key) => settings[key] ?? null);
}

function digestOf(value: unknown): string {
    return createHash('sha256').update(JSON.stringify(value), 'utf8').digest('base64url');
}
