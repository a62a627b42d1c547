/**
 * SNOWFLAKE.ACCOUNT_USAGE: the whole account for whoever may read it, dropped objects for a year, and late. Each view is
 * brought up to date when it is asked for and its last time was longer ago than its documented lag; until then it shows
 * what it showed, so that views of different lags disagree.
 * https://docs.snowflake.com/en/sql-reference/account-usage#differences-between-account-usage-and-information-schema
 */
import { MINUTE_MS } from 'stand-in-base/clock.js';
import { columnsInWords } from './system-view.js';
import { usageOfGrants } from './usage-of-grants.js';
import { usageOfObjects } from './usage-of-objects.js';

import type { Account } from '../account.js';
import type { SystemView, Values } from './system-view.js';
import type { UsageView } from './usage-view.js';

export const ACCOUNT_USAGE = 'ACCOUNT_USAGE';
export const SNOWFLAKE = 'SNOWFLAKE';

const VIEWS: readonly UsageView[] = [...usageOfObjects, ...usageOfGrants];

/** What the views of one account showed last. */
export class AccountUsage {
    readonly #account: Account;
    readonly #shown = new Map<string, { readonly at: number; readonly rows: ReadonlyMap<string, Values> }>();

    constructor(account: Account) {
        this.#account = account;
    }

    rows(definition: UsageView): Values[] {
        const now = this.#account.now();
        const last = this.#shown.get(definition.name) ?? { at: this.#account.madeOn, rows: new Map<string, Values>() };
        if (now - last.at < definition.lagMinutes * MINUTE_MS) return [...last.rows.values()];
        const rows = new Map<string, Values>();
        for (const { key, values } of definition.now(this.#account)) rows.set(key, values);
        for (const [key, values] of last.rows) {
            if (rows.has(key)) continue;
            const gone = values[definition.deleted] ?? null;
            // One that was dropped and made anew with the same key begins anew; the old row stays under another.
            rows.set(
                gone === null ? `${key} ${now}` : key,
                gone === null ? { ...values, [definition.deleted]: now } : values
            );
        }
        this.#shown.set(definition.name, { at: now, rows });
        return [...rows.values()];
    }

    /** As if every view had just been brought up to date. */
    catchUp(): void {
        for (const definition of VIEWS) {
            const last = this.#shown.get(definition.name);
            this.#shown.set(definition.name, { at: -Infinity, rows: last?.rows ?? new Map<string, Values>() });
            this.rows(definition);
        }
    }
}

const usages = new WeakMap<Account, AccountUsage>();

export function usageOf(account: Account): AccountUsage {
    const known = usages.get(account) ?? new AccountUsage(account);
    usages.set(account, known);
    return known;
}

export const accountUsage = new Map(
    VIEWS.map((definition): [string, SystemView] => [
        definition.name,
        {
            name: definition.name,
            columns: columnsInWords(definition.columns),
            isOpenTo: ({ access }) => access.hasDatabaseRole(`${SNOWFLAKE}.${definition.databaseRole}`),
            rows: ({ account }) => usageOf(account).rows(definition)
        }
    ])
);
