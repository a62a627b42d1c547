/** One pace for all requests of an execution: refusals slow all of them down together, answers speed them up again. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from '../../../shared/snowflake/pace.js';

beforeEach(() => {
    vi.useFakeTimers({ now: 0, loopLimit: 1_000_000 });
});
afterEach(() => {
    vi.useRealTimers();
});

/** An account that answers so many requests a second, with a reserve. */
interface Account {
    perSecond: number;
    readonly burst: number;
    readonly latencyMs: number;
    readonly retryAfterMs?: number;
}

interface Asked {
    readonly sends: number;
    readonly seconds: number;
    /** When each was sent, and whether it was answered. */
    readonly log: readonly { readonly at: number; readonly isAnswered: boolean }[];
    readonly mostAtOnce: number;
}

async function ask(pace: Pace, account: Account, requests: number): Promise<Asked> {
    const log: { at: number; isAnswered: boolean }[] = [];
    const start = Date.now();
    let left = account.burst;
    let counted = start;
    let underWay = 0;
    let mostAtOnce = 0;
    const isAllowed = (): boolean => {
        left = Math.min(account.burst, left + ((Date.now() - counted) / 1000) * account.perSecond);
        counted = Date.now();
        if (left < 1) return false;
        left -= 1;
        return true;
    };
    const one = async (): Promise<void> => {
        for (let isAnswered = false, attempt = 1; !isAnswered; attempt += 1) {
            const turn = await pace.turn(attempt > 1);
            isAnswered = isAllowed();
            log.push({ at: Date.now() - start, isAnswered });
            underWay += 1;
            mostAtOnce = Math.max(mostAtOnce, underWay);
            await new Promise((resolve) => setTimeout(resolve, account.latencyMs));
            underWay -= 1;
            const { retryAfterMs: askedForMs } = account;
            turn.end(
                isAnswered ? { kind: 'fine' } : { kind: 'refused', ...(askedForMs !== undefined && { askedForMs }) }
            );
        }
    };
    const all = Promise.all(Array.from({ length: requests }, one));
    await vi.runAllTimersAsync();
    await all;
    return { sends: log.length, seconds: (Date.now() - start) / 1000, log, mostAtOnce };
}

test.each([
    [1, 20],
    [1, 300],
    [2, 20],
    [2, 300],
    [4, 300]
])(
    'of an account that answers 2 a second (reserve %d, %d ms) no more than a tenth is asked twice',
    async (burst, latencyMs) => {
        const { sends, seconds } = await ask(new Pace(), { perSecond: 2, burst, latencyMs }, 122);
        expect(sends).toBeLessThanOrEqual(134);
        // And not by creeping.
        expect(seconds).toBeLessThan(110);
    }
);

test('requests begin one by one, and soon as many as may stand side by side', async () => {
    const { log, mostAtOnce, seconds } = await ask(new Pace(4), { perSecond: 1000, burst: 1000, latencyMs: 100 }, 40);
    expect(log.filter(({ at }) => at === 0)).toHaveLength(1);
    expect(mostAtOnce).toBe(4);
    expect(seconds).toBeLessThan(1.5);
});

test('a refusal rests all requests as long as Snowflake asks for', async () => {
    const { log } = await ask(new Pace(), { perSecond: 1, burst: 10, latencyMs: 50, retryAfterMs: 7000 }, 30);
    const refusals = log.filter(({ isAnswered }) => !isAnswered);
    expect(refusals.length).toBeGreaterThan(0);
    for (const { at } of refusals) {
        // What was under way already is past asking back.
        expect(log.filter((other) => other.at > at + 50 && other.at < at + 7000)).toEqual([]);
    }
});

test('an account that recovers is asked as fast as before', async () => {
    const pace = new Pace();
    const account = { perSecond: 2, burst: 2, latencyMs: 20 };
    await ask(pace, account, 60);
    account.perSecond = 1000;
    await ask(pace, { ...account, burst: 1000 }, 300);
    const { seconds } = await ask(pace, { ...account, burst: 1000 }, 300);
    expect(seconds).toBeLessThan(3);
});

test('who is refused goes before who was not sent yet', async () => {
    const pace = new Pace(1);
    const order: string[] = [];
    const sent = async (name: string, isAnotherAttempt: boolean): Promise<void> => {
        const turn = await pace.turn(isAnotherAttempt);
        order.push(name);
        turn.end({ kind: 'fine' });
    };
    const first = await pace.turn();
    const others = [sent('new', false), sent('newer', false), sent('again', true)];
    first.end({ kind: 'refused' });
    await vi.runAllTimersAsync();
    await Promise.all(others);
    expect(order).toEqual(['again', 'new', 'newer']);
});
