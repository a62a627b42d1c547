/** Every column that live accounts were seen to give is read into a model or left out with its reason, and no other. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { grants, toGrant } from '../../../shared/catalog/grant.js';
import { KINDS } from '../../../shared/catalog/kinds/index.js';
import { toListedRole } from '../../../shared/catalog/kinds/roles.js';
import { semanticViews, toSemanticView } from '../../../shared/catalog/kinds/semantic-views.js';
import { toUser } from '../../../shared/catalog/kinds/users.js';
import { COMMANDS_NOT_RUN } from '../../../shared/catalog/left-out.js';
import { newColumns } from '../../../shared/catalog/new-columns.js';
import type { KnownColumns } from '../../../shared/catalog/new-columns.js';
import { ShowRow } from '../../../shared/catalog/show-row.js';

const FixtureSchema = z.object({
    columns: z.record(
        z.string(),
        z.string().transform((names) => names.split(' '))
    )
});
const { columns: recorded } = FixtureSchema.parse(
    JSON.parse(readFileSync(new URL('./fixtures/show-columns.json', import.meta.url), 'utf8'))
);

type Mapper = (row: ShowRow) => unknown;

/** By the command's name behind SHOW. */
const READ: readonly (readonly [string, KnownColumns, readonly Mapper[]])[] = [
    ...KINDS.map((kind) => {
        const listing: Mapper = (row) => kind.listing.toItems([row], false);
        const { sync } = { sync: undefined, ...kind };
        const records: Mapper[] = sync && 'toRecords' in sync ? [(row) => sync.toRecords([row])] : [];
        return [kind.plural, kind, [listing, ...records]] as const;
    }),
    ['ROLES', kindNamed('ROLES'), [(row) => toListedRole(row, undefined)]],
    ['USERS', kindNamed('USERS'), [(row) => toUser(row, { ownLogin: 'x', rolesOf: () => [] })]],
    ['SEMANTIC VIEWS', semanticViews, [(row) => toSemanticView(row, undefined)]],
    ['GRANTS', grants, [toGrant]]
];

function kindNamed(plural: string): KnownColumns {
    const kind = KINDS.find((candidate) => candidate.plural === plural);
    if (kind === undefined) throw new Error(`no kind ${plural}`);
    return kind;
}

/** The columns that a mapper asks a row for. */
function readBy(mapper: Mapper): Set<string> {
    const asked = new Set<string>();
    class Recording extends Map<string, number> {
        override get(name: string) {
            asked.add(name);
            return 0;
        }
        override has(name: string): boolean {
            asked.add(name);
            return true;
        }
    }
    mapper(new ShowRow(new Recording(), ['x']));
    return asked;
}

test.each(READ)('the columns of SHOW %s say what its model is read from', (_, known, mappers) => {
    for (const mapper of mappers) {
        expect([...readBy(mapper)].filter((name) => !known.columns.has(name))).toEqual([]);
    }
});

test.each(READ)('every column that SHOW %s was seen to give is read or left out', (plural, known) => {
    const names = recorded[plural];
    if (names === undefined) throw new Error(`${plural} was not recorded`);
    const columns = names.map((name) => ({ name }));
    expect(newColumns(columns, known)).toEqual([]);
});

test('a command that is read does not stand among those that are not', () => {
    expect(READ.map(([plural]) => plural).filter((plural) => plural in COMMANDS_NOT_RUN)).toEqual([]);
});

test('a column that is on no list is new', () => {
    expect(newColumns([{ name: 'NAME' }, { name: 'Brand_New' }], kindNamed('TABLES'))).toEqual(['brand_new']);
});
