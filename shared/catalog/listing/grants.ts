/**
 * list-grants: what a role may do, who has a role, what a user has, who may use an object. SHOW GRANTS takes LIMIT but
 * no FROM, so past 10,000 rows it cannot be read on: the output then says that it is not complete.
 * https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
import { z } from 'zod';
import { anyText, orNull } from '../../schema.js';
import { names } from '../../names.js';
import { actionSpec } from '../../nango/action-spec.js';
import { decodeCursor, digestOfRequest, encodeCursor } from '../../nango/cursor.js';
import { OutputBudget } from '../../nango/output-budget.js';
import { parseInput, wrongInput } from '../../nango/report.js';
import type { Given } from '../../nango/report.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { qualifiedName, quotePath } from '../../snowflake/identifiers.js';
import { NameInput } from '../../snowflake/name-input.js';
import { grants as grantKind, GrantSchema, toGrant } from '../grant.js';
import type { Grant } from '../grant.js';
import { ForeignRows, isNameOf } from '../foreign-rows.js';
import type { ShowRow } from '../show-row.js';
import { SHOW_CAP_ROWS } from '../../limits.js';
import { show } from '../show.js';
import type { Show, Shown } from '../show.js';
import { pageInput } from './input.js';
import { comparePaths } from '../paths.js';
import { firstFound } from './readings.js';
import { showWith } from './show-with.js';

const OBJECT_TYPES = names(
    'ACCOUNT, DATABASE, SCHEMA, TABLE, VIEW, MATERIALIZED VIEW, DYNAMIC TABLE, EXTERNAL TABLE',
    'ICEBERG TABLE, EVENT TABLE, SEMANTIC VIEW, STAGE, STREAM, TASK, PIPE, SEQUENCE, FILE FORMAT',
    'WAREHOUSE, ROLE, USER, INTEGRATION'
);
type ObjectType = (typeof OBJECT_TYPES)[number];

export const listGrantsSpec = actionSpec(
    'Lists grants: what a role may do (to_role), who has a role (of_role), which roles a user has (to_user), or who may use an object (on). Give one of the four; with none, the grants of the own user. Use it to find out why something is refused. Free: it needs no warehouse.',
    z.strictObject({
        to_role: orNull(NameInput, 'Privileges and roles that this role has.'),
        of_role: orNull(NameInput, 'Users and roles that have this role.'),
        to_user: orNull(NameInput, 'Roles that this user has. With no subject at all: the own user.'),
        on: orNull(
            z.strictObject({
                type: z.enum(OBJECT_TYPES),
                name: orNull(
                    z.array(NameInput).max(3),
                    'Its name in parts: ["DB", "SCHEMA", "TABLE"]; none for ACCOUNT.'
                )
            }),
            'Privileges on this object.'
        ),
        role: pageInput.role,
        limit: pageInput.limit,
        cursor: pageInput.cursor
    }),
    z.object({
        grants: z.array(GrantSchema),
        complete: z
            .boolean()
            .describe('False where there are 10,000 grants or more, of which Snowflake shows the first 10,000.'),
        next_cursor: anyText.nullable()
    })
);
type Input = Given<z.infer<typeof listGrantsSpec.input>>;

const PositionSchema = z.array(anyText);
/** Of a number below 10,000, so that its text sorts as it does. */
const COUNT_DIGITS = 5;

export async function listGrants(
    client: SnowflakeClient,
    given: unknown
): Promise<z.infer<typeof listGrantsSpec.output>> {
    const input = parseInput(listGrantsSpec.input, given);
    const { limit, cursor, ...asked } = input;
    const request = digestOfRequest(['GRANTS', asked]);
    const after = cursor === undefined ? null : decodeCursor(PositionSchema, cursor, request);
    const shown = await showGrants(showWith(client, input.role, grantKind), input);
    const found = keyed(shown.rows.map(toGrant)).filter(({ key }) => after === null || comparePaths(key, after) > 0);
    const budget = new OutputBudget();
    let count = 0;
    for (const { grant } of found) {
        if (count === limit || !budget.take(grant)) break;
        count += 1;
    }
    const last = count < found.length ? found[count - 1] : undefined;
    return {
        grants: found.slice(0, count).map(({ grant }) => grant),
        complete: shown.whole,
        next_cursor: last ? encodeCursor(last.key, request) : null
    };
}

async function showGrants(from: Show, input: Input): Promise<Shown> {
    const { path, clause, column } = subjectOf(input);
    return await firstFound(path, async (reading) => {
        const statement = `SHOW GRANTS${clause}${reading.length > 0 ? ` ${quotePath(...reading)}` : ''}`;
        const shown = await show(from, statement);
        refuseForeignGrants(shown.rows, reading, column);
        if (shown.whole || shown.rows.length > 0) return shown;
        const { rows } = await show(from, `${statement} LIMIT ${SHOW_CAP_ROWS}`);
        refuseForeignGrants(rows, reading, column);
        return { whole: false, rows };
    });
}

/** A grant on a container names no object; every other one names what was asked for. */
function refuseForeignGrants(rows: readonly ShowRow[], asked: readonly string[], column: string): void {
    if (asked.length === 0) return;
    const foreign = rows.map((row) => row.text(column)).find((name) => name && !isNameOf(name, asked));
    if (foreign) throw new ForeignRows(qualifiedName(...asked), foreign);
}

interface Subject {
    readonly path: readonly string[];
    readonly clause: string;
    /** Where the rows name it. */
    readonly column: string;
}

function subjectOf({ to_role, of_role, to_user, on }: Input): Subject {
    const subjects = [
        to_role !== undefined && { path: [to_role], clause: ' TO ROLE', column: 'grantee_name' },
        of_role !== undefined && { path: [of_role], clause: ' OF ROLE', column: 'role' },
        to_user !== undefined && { path: [to_user], clause: ' TO USER', column: 'grantee_name' },
        on !== undefined && { path: on.name ?? [], clause: ` ON ${on.type}`, column: 'name' }
    ].filter((subject) => subject !== false);
    if (subjects.length > 1) throw wrongInput('to_role, of_role, to_user, on', 'give only one of them');
    if (on) checkParts(on.type, on.name ?? []);
    return subjects[0] ?? { path: [], clause: '', column: '' };
}

/** With too few parts Snowflake would look in whatever place the session has. */
function checkParts(type: ObjectType, name: readonly string[]): void {
    const parts = partsOf(type);
    if (name.length === parts.length) return;
    if (parts.length === 0) throw wrongInput('on.name', 'an account has none');
    if (name.length === 0) throw wrongInput('on.name', 'is required');
    throw wrongInput('on.name', `the name of a ${type.toLowerCase()} has ${parts.length} part(s): ${parts.join(', ')}`);
}

function partsOf(type: ObjectType): readonly string[] {
    switch (type) {
        case 'ACCOUNT':
            return [];
        case 'DATABASE':
        case 'WAREHOUSE':
        case 'ROLE':
        case 'USER':
        case 'INTEGRATION':
            return ['its own'];
        case 'SCHEMA':
            return ['the database', 'its own'];
        default:
            return ['the database', 'the schema', 'its own'];
    }
}

interface KeyedGrant {
    readonly grant: Grant;
    readonly key: readonly string[];
}

/** In one order. Grants can be alike in all that is shown of them: those are counted, so that a cursor parts them too. */
function keyed(grants: readonly Grant[]): KeyedGrant[] {
    const counted = new Map<string, number>();
    const entries = grants.map((grant) => {
        const key = keyOf(grant);
        const text = JSON.stringify(key);
        const before = counted.get(text) ?? 0;
        counted.set(text, before + 1);
        return { grant, key: [...key, String(before).padStart(COUNT_DIGITS, '0')] };
    });
    return entries.sort((a, b) => comparePaths(a.key, b.key));
}

/** Grants have no name: all that tells two of them apart. */
function keyOf(grant: Grant): string[] {
    return [
        grant.granted_on,
        grant.name,
        grant.role,
        grant.privilege,
        grant.granted_to,
        grant.grantee_name,
        grant.granted_by,
        grant.created_on,
        grant.inherited_from,
        grant.inherited_from_database,
        grant.inherited_from_schema,
        String(grant.is_inherited),
        String(grant.grant_option)
    ].map((part) => part ?? '');
}
