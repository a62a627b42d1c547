/** Pages by name, while objects are dropped between them: FROM finds the first name that begins like the one given. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagesByName } from '../../../shared/catalog/show.js';
import type { PageMark } from '../../../shared/catalog/bookmark.js';
import { SnowflakeError } from '../../../shared/snowflake/errors.js';
import { compareNames } from '../../../shared/snowflake/identifiers.js';
import { answering } from '../answering.js';
import { fakeAccount } from './fake-account.js';
import type { FakeAccount } from './fake-account.js';

const PAGE_ROWS = 4;
const EVENTS = ['A', 'B', 'EVENTS_1', 'EVENTS_10', 'EVENTS_100', 'EVENTS_1000', 'F', 'G', 'H', 'I', 'J'];
const FIRST_PAGE = EVENTS.slice(0, PAGE_ROWS);

function accountOf(tables: readonly string[]): FakeAccount {
    return fakeAccount(new Map([['D', new Map([['S', [...tables]]])]]));
}

function drop(account: FakeAccount, names: readonly string[]): void {
    const schema = account.content.get('D');
    schema?.set(
        'S',
        (schema.get('S') ?? []).filter((name) => !names.includes(name))
    );
}

interface Read {
    readonly found: Set<string>;
    position: PageMark | null;
    /** The place was lost, which fails the run. */
    lost: boolean;
}

/** Reads from where an earlier run stopped, until the end, a stop, or a lost place. */
async function read(account: FakeAccount, into: Read, afterPage: (page: number) => 'stop' | void): Promise<void> {
    const from = { client: account.client, options: {} };
    const resumeAt = into.position;
    let page = 0;
    into.lost = false;
    try {
        for await (const { rows, page: position } of pagesByName(from, 'SHOW TABLES IN SCHEMA "D"."S"', undefined, {
            pageRows: PAGE_ROWS,
            ...(resumeAt && { resumeAt })
        })) {
            for (const row of rows) into.found.add(row.required('name'));
            into.position = position;
            page += 1;
            if (afterPage(page) === 'stop') return;
        }
    } catch (error) {
        if (!(error instanceof SnowflakeError)) throw error;
        expect(error.code).toBe('unavailable');
        into.lost = true;
    }
}

function nothingRead(): Read {
    return { found: new Set(), position: null, lost: false };
}

test.each([
    [['EVENTS_10']],
    [['EVENTS_1']],
    [['EVENTS_1', 'EVENTS_10']],
    [['B', 'EVENTS_1']],
    [['B', 'EVENTS_10']],
    [['B', 'EVENTS_1', 'EVENTS_10']],
    [FIRST_PAGE]
])('with %j dropped between stop and resume, no other table is skipped', async (dropped) => {
    const account = accountOf(EVENTS);
    const all = nothingRead();
    await read(account, all, () => 'stop');
    drop(account, dropped);
    await read(account, all, () => {});
    expect([all.lost, [...all.found].sort(compareNames)]).toEqual([false, EVENTS]);
});

test.each([[['EVENTS_10']], [['EVENTS_1']], [['EVENTS_1', 'EVENTS_10']], [['B', 'EVENTS_1']]])(
    'with %j dropped between two pages, no other table is skipped',
    async (dropped) => {
        const account = accountOf(EVENTS);
        const all = nothingRead();
        await read(account, all, (page) => {
            if (page === 1) drop(account, dropped);
        });
        expect([all.lost, [...all.found].sort(compareNames)]).toEqual([false, EVENTS]);
    }
);

test('where all names to go on from are dropped between two pages, the run fails rather than skip', async () => {
    const account = accountOf(EVENTS);
    const all = nothingRead();
    await read(account, all, () => drop(account, FIRST_PAGE));
    expect(all.lost).toBe(true);
});

test('a page costs one request while nothing is dropped, resumed or not', async () => {
    const account = accountOf(EVENTS);
    const all = nothingRead();
    let runs = 0;
    do {
        account.statements.length = 0;
        await read(account, all, () => 'stop');
        expect(account.statements).toHaveLength(1);
        runs += 1;
    } while (all.position);
    expect([[...all.found].sort(compareNames), runs]).toEqual([EVENTS, 4]);
});

test('whatever is dropped when, what stays is found', async () => {
    const name = fc.string({ unit: fc.constantFrom('A', 'B', '_'), minLength: 1, maxLength: 4 });
    const drops = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 12 });
    await fc.assert(
        fc.asyncProperty(fc.uniqueArray(name, { maxLength: 40 }), drops, fc.nat(2), async (tables, plan, stopAfter) => {
            const account = accountOf(tables);
            const all = nothingRead();
            const left = [...plan];
            let runs = 0;
            do {
                await read(account, all, (page) => {
                    const there = account.content.get('D')?.get('S') ?? [];
                    drop(
                        account,
                        (left.shift() ?? []).flatMap((n) => there[n % Math.max(there.length, 1)] ?? [])
                    );
                    return page > stopAfter ? 'stop' : undefined;
                });
                runs += 1;
            } while ((all.lost || all.position) && runs < 200);
            const stayed = account.content.get('D')?.get('S') ?? [];
            expect(stayed.filter((each) => !all.found.has(each))).toEqual([]);
        })
    );
});

test('pages that come round again fail, and are not read for ever', async () => {
    const ring = Array.from({ length: 9 }, (_, n) => `N${n}`);
    let start = 0;
    const pages = pagesByName(
        {
            client: {
                ...answering(['name']),
                execute: async () => {
                    const rows = Array.from({ length: PAGE_ROWS }, (_, n) => [ring[(start + n) % ring.length] ?? '']);
                    start += PAGE_ROWS - 1;
                    return await answering(['name'], ...rows).execute('');
                }
            },
            options: {}
        },
        'SHOW TABLES',
        undefined,
        { pageRows: PAGE_ROWS }
    );
    const all = (async () => {
        for await (const page of pages) expect(page.rows.length).toBeGreaterThan(0);
    })();
    await expect(all).rejects.toMatchObject({ code: 'unavailable' });
});
