/** Every column that live accounts were seen to give is read into a model or left out with its reason, and no other. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toColumn } from '../../../shared/catalog/kinds/column.js';
import { toDatabase } from '../../../shared/catalog/kinds/database.js';
import { toGrant } from '../../../shared/catalog/kinds/grant.js';
import { COLUMNS_OF, COMMANDS_NOT_RUN, newColumnsOf } from '../../../shared/catalog/kinds/left-out.js';
import { toListedRole } from '../../../shared/catalog/kinds/role.js';
import { toSchema } from '../../../shared/catalog/kinds/schema.js';
import { toSemanticView } from '../../../shared/catalog/kinds/semantic-view.js';
import { toStage } from '../../../shared/catalog/kinds/stage.js';
import { toStream } from '../../../shared/catalog/kinds/stream.js';
import { toTable } from '../../../shared/catalog/kinds/table.js';
import { toTask } from '../../../shared/catalog/kinds/task.js';
import { toUser } from '../../../shared/catalog/kinds/user.js';
import { toView } from '../../../shared/catalog/kinds/view.js';
import { toWarehouse } from '../../../shared/catalog/kinds/warehouse.js';
import { ShowRow } from '../../../shared/catalog/show-row.js';

const FixtureSchema = z.object({
    columns: z.record(
        z.string(),
        z.string().transform((names) => names.split(' '))
    ),
    otherCommands: z.array(z.string())
});
const { columns: recorded, otherCommands } = FixtureSchema.parse(
    JSON.parse(readFileSync(new URL('./fixtures/show-columns.json', import.meta.url), 'utf8'))
);

const MAPPERS: Readonly<Record<string, (row: ShowRow) => unknown>> = {
    DATABASES: toDatabase,
    SCHEMAS: toSchema,
    TABLES: toTable,
    VIEWS: toView,
    'SEMANTIC VIEWS': toSemanticView,
    COLUMNS: (row) => toColumn(row, 1),
    ROLES: toListedRole,
    USERS: (row) => toUser(row, null, null),
    WAREHOUSES: toWarehouse,
    STAGES: toStage,
    STREAMS: toStream,
    TASKS: toTask,
    GRANTS: toGrant
};

/** The columns that a mapper asks a row for. */
function readBy(mapper: (row: ShowRow) => unknown): Set<string> {
    const asked = new Set<string>();
    const column = { name: '', type: 'TEXT', precision: null, scale: null, length: null, nullable: true };
    class Recording extends Map<string, { column: typeof column; index: number }> {
        override get(name: string) {
            asked.add(name);
            return { column, index: 0 };
        }
        override has(name: string): boolean {
            asked.add(name);
            return true;
        }
    }
    mapper(new ShowRow(new Recording(), ['x']));
    return asked;
}

test.each(Object.entries(COLUMNS_OF))('the list of SHOW %s says what its model is read from', (kind, { read }) => {
    const mapper = MAPPERS[kind];
    expect(mapper && [...readBy(mapper)].sort()).toEqual(read.split(' ').sort());
});

test.each(Object.entries(COLUMNS_OF))('no column of SHOW %s is both read and left out', (_kind, { read, leftOut }) => {
    expect(read.split(' ').filter((name) => name in leftOut)).toEqual([]);
    for (const reason of Object.values(leftOut)) expect(reason).toMatch(/\w{4}/);
});

test.each(Object.entries(recorded))('every column that SHOW %s was seen to give is on a list', (kind, names) => {
    const found = newColumnsOf(
        `SHOW ${kind} IN ACCOUNT`,
        names.map((name) => ({ name }))
    );
    expect(found).toBeNull();
});

test('every other command that was seen is one that no function runs, with the reason', () => {
    expect(otherCommands.filter((command) => !(command in COMMANDS_NOT_RUN))).toEqual([]);
});

test('a column that is on no list is new', () => {
    const columns = [{ name: 'NAME' }, { name: 'Brand_New' }];
    expect(newColumnsOf('SHOW TABLES IN DATABASE "D"', columns)).toEqual({
        command: 'SHOW TABLES',
        names: ['brand_new']
    });
    expect(newColumnsOf('DESCRIBE USER "U"', columns)).toBeNull();
    expect(newColumnsOf('SHOW ACCOUNTS', columns)).toBeNull();
});
