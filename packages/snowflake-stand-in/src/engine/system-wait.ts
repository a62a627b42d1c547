/**
 * SYSTEM$WAIT: really waits, and can be cancelled meanwhile.
 * https://docs.snowflake.com/en/sql-reference/functions/system_wait
 */
import { throwIfAborted } from './query.js';
import { isWord } from './tokens.js';

import type { Token } from './tokens.js';

const MILLISECONDS: Readonly<Record<string, number>> = {
    MILLISECONDS: 1,
    SECONDS: 1000,
    MINUTES: 60_000,
    HOURS: 3_600_000,
    DAYS: 86_400_000
};

/** As long as the statement asks for, if it does. */
export async function waitFor(tokens: readonly Token[], signal: AbortSignal | undefined): Promise<void> {
    const at = tokens.findIndex((token) => isWord(token, 'SYSTEM$WAIT'));
    if (at === -1) return;
    const amount = Number(tokens[at + 2]?.text ?? 0);
    const unit = tokens[at + 3]?.text === ',' ? (tokens[at + 4]?.text.toUpperCase() ?? '') : 'SECONDS';
    await wait(amount * (MILLISECONDS[unit] ?? 1000), signal);
}

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal);
    await new Promise<void>((resolve) => {
        const stop = (): void => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', stop);
            resolve();
        };
        const timer = setTimeout(stop, milliseconds);
        signal?.addEventListener('abort', stop, { once: true });
    });
    throwIfAborted(signal);
}
