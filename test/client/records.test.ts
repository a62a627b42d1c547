/** Records as Nango can answer them: upper and lower case, pruned, deleted, of another version. */
import { Nango } from '@nangohq/node';
import { expect, test, vi } from 'vitest';

import { snowflake } from '../../client/index.js';
import type { RecordPage, RecordsOptions, Role } from '../../client/index.js';

const ROLE: Role = {
    id: 'R',
    name: 'R',
    is_default: false,
    is_current: false,
    is_inherited: false,
    assigned_to_users: 0,
    granted_to_roles: 0,
    granted_roles: 0,
    created_on: null,
    owner: null,
    comment: null,
    parent_roles: [],
    child_roles: [],
    users: []
};

function meta(
    cursor: string,
    rest: { deleted_at?: string; pruned_at?: string; last_action?: 'added' | 'DELETED' } = {}
) {
    return {
        _nango_metadata: {
            first_seen_at: '2026-01-01T00:00:00Z',
            last_modified_at: '2026-01-01T00:00:00Z',
            last_action: 'ADDED' as const,
            deleted_at: null,
            pruned_at: null,
            cursor,
            ...rest
        }
    };
}

type Answer = Awaited<ReturnType<Nango['listRecords']>>;

async function read(
    answers: Answer[],
    options?: RecordsOptions
): Promise<{ pages: RecordPage<Role>[]; asked: unknown[] }> {
    const nango = new Nango({ host: 'https://nango.example', secretKey: 'k' });
    const listed = vi.spyOn(nango, 'listRecords');
    for (const answer of answers) listed.mockResolvedValueOnce(answer);
    const pages: RecordPage<Role>[] = [];
    for await (const page of snowflake(nango).connection('snowflake-jwt', 'c').records('roles', options))
        pages.push(page);
    return { pages, asked: listed.mock.calls.map(([config]) => config) };
}

const WHERE = { providerConfigKey: 'snowflake-jwt', connectionId: 'c', model: 'Role' };

test('pages follow one another by cursor, and each says where it ends', async () => {
    const { pages, asked } = await read([
        {
            records: [
                { ...ROLE, ...meta('1') },
                { ...ROLE, id: 'S', ...meta('2') }
            ],
            next_cursor: '2'
        },
        { records: [{ ...ROLE, id: 'T', ...meta('3') }], next_cursor: null }
    ]);
    expect(pages.map(({ records, cursor }) => [records.map(({ id }) => id), cursor])).toEqual([
        [['R', 'S'], '2'],
        [['T'], '3']
    ]);
    expect(asked).toEqual([
        { ...WHERE, filter: 'added,updated' },
        { ...WHERE, filter: 'added,updated', cursor: '2' }
    ]);
});

test('every option reaches Nango', async () => {
    const options = { deleted: true, variant: 'v', pageSize: 7, cursor: 'x', modifiedAfter: '2026-01-01', ids: ['R'] };
    const { asked } = await read([{ records: [], next_cursor: null }], options);
    expect(asked).toEqual([{ ...WHERE, variant: 'v', limit: 7, cursor: 'x', modifiedAfter: '2026-01-01', ids: ['R'] }]);
});

test('no record, no page', async () => {
    expect((await read([{ records: [], next_cursor: null }])).pages).toEqual([]);
});

test('deleted and pruned records come without content, never as records', async () => {
    const { pages } = await read([
        {
            records: [
                { ...ROLE, ...meta('1', { last_action: 'added' }) },
                { ...ROLE, id: 'GONE', ...meta('2', { deleted_at: '2026-01-02', last_action: 'DELETED' }) },
                { id: 'PRUNED', ...meta('3', { pruned_at: '2026-01-02' }) },
                { id: 'BOTH', ...meta('4', { deleted_at: '2026-01-02', pruned_at: '2026-01-03' }) }
            ],
            next_cursor: null
        }
    ]);
    const [page] = pages;
    expect(page?.records).toEqual([{ ...ROLE, ...meta('1') }]);
    expect(page?.deleted.map(({ id }) => id)).toEqual(['GONE', 'BOTH']);
    expect(page?.pruned.map(({ id }) => id)).toEqual(['PRUNED']);
});

test('a record of another version is an error that names the field and the way out', async () => {
    const { child_roles: _dropped, ...old } = ROLE;
    const reading = read([{ records: [{ ...old, ...meta('1') }], next_cursor: null }]);
    await expect(reading).rejects.toMatchObject({ code: 'unexpected_record', details: { id: 'R', model: 'Role' } });
    await expect(reading).rejects.toThrow(/child_roles.*run the sync again/s);
});

test('a field that a newer version added is left out', async () => {
    const { pages } = await read([{ records: [{ ...ROLE, later: 1, ...meta('1') }], next_cursor: null }]);
    expect(pages[0]?.records).toEqual([{ ...ROLE, ...meta('1') }]);
});
