/**
 * list-grants: what a role may do, who has a role, what a user has, who may use an object. SHOW GRANTS takes LIMIT but
 * no FROM, so past 10,000 rows it cannot be read on: the output then says that it is not complete.
 * https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
import { z } from 'zod';
import { decodeCursor, digestOfRequest, encodeCursor } from '../../nango/cursor.js';
import { OutputBudget } from '../../nango/output-budget.js';
import { InputError, parseInput } from '../../nango/report.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { dropUnset } from '../../snowflake/context.js';
import { compareNames, quotePath } from '../../snowflake/identifiers.js';
import { GrantSchema, toGrant } from '../kinds/grant.js';
import type { Grant } from '../kinds/grant.js';
import { show, SHOW_CAP_ROWS } from '../show.js';
import type { Show, Shown } from '../show.js';
import { pageInput } from './input.js';
import { firstFound } from './readings.js';

const SHOW_TIMEOUT_SECONDS = 300;

const OBJECT_TYPES = [
    'ACCOUNT',
    'DATABASE',
    'SCHEMA',
    'TABLE',
    'VIEW',
    'MATERIALIZED VIEW',
    'DYNAMIC TABLE',
    'EXTERNAL TABLE',
    'STAGE',
    'STREAM',
    'TASK',
    'PIPE',
    'SEQUENCE',
    'FILE FORMAT',
    'WAREHOUSE',
    'ROLE',
    'USER',
    'INTEGRATION'
] as const;

const name = z.string().trim().min(1).max(255);

export const listGrantsSpec = {
    description:
        'Lists grants: what a role may do (to_role), who has a role (of_role), what a user has (to_user), who may use an object (on).',
    version: '1.0.0',
    input: z.object({
        to_role: name.optional().describe('Privileges and roles that this role has.'),
        of_role: name.optional().describe('Users and roles that have this role.'),
        to_user: name.optional().describe('Roles that this user has. With no subject at all: the own user.'),
        on: z
            .object({
                type: z.enum(OBJECT_TYPES),
                name: z
                    .array(name)
                    .max(3)
                    .optional()
                    .describe('Its name in parts: ["DB", "SCHEMA", "TABLE"]; none for ACCOUNT.')
            })
            .optional()
            .describe('Privileges on this object.'),
        role: pageInput.role,
        limit: pageInput.limit,
        cursor: pageInput.cursor
    }),
    output: z.object({
        grants: z.array(GrantSchema),
        complete: z
            .boolean()
            .describe('False where there are 10,000 grants or more, of which Snowflake shows the first 10,000.'),
        next_cursor: z.string().nullable()
    })
};
type Input = z.infer<typeof listGrantsSpec.input>;

const PositionSchema = z.array(z.string());

export async function listGrants(
    client: SnowflakeClient,
    given: unknown
): Promise<z.infer<typeof listGrantsSpec.output>> {
    const input = parseInput(listGrantsSpec.input, given);
    const { limit, cursor, ...asked } = input;
    const request = digestOfRequest(['GRANTS', asked]);
    const after = cursor === undefined ? null : decodeCursor(PositionSchema, cursor, request);
    const from: Show = {
        client,
        options: { ...dropUnset({ role: input.role }), timeoutSeconds: SHOW_TIMEOUT_SECONDS }
    };
    const shown = await showGrants(from, input);
    const found = shown.rows
        .map(toGrant)
        .map((grant) => ({ grant, key: keyOf(grant) }))
        .filter(({ key }) => after === null || compareKeys(key, after) > 0)
        .sort((a, b) => compareKeys(a.key, b.key));
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
    const { names, clause } = subjectOf(input);
    return await firstFound(names, async (reading) => {
        const statement = `SHOW GRANTS${clause}${reading.length > 0 ? ` ${quotePath(...reading)}` : ''}`;
        const shown = await show(from, statement);
        if (shown.whole || shown.rows.length > 0) return shown;
        return { whole: false, rows: (await show(from, `${statement} LIMIT ${SHOW_CAP_ROWS}`)).rows };
    });
}

function subjectOf({ to_role, of_role, to_user, on }: Input): { names: readonly string[]; clause: string } {
    const subjects = [
        to_role !== undefined && { names: [to_role], clause: ' TO ROLE' },
        of_role !== undefined && { names: [of_role], clause: ' OF ROLE' },
        to_user !== undefined && { names: [to_user], clause: ' TO USER' },
        on !== undefined && { names: on.name ?? [], clause: ` ON ${on.type}` }
    ].filter((subject) => subject !== false);
    if (subjects.length > 1) throw wrong('to_role, of_role, to_user, on', 'give only one of them');
    if (on && (on.type === 'ACCOUNT') !== ((on.name ?? []).length === 0)) {
        throw wrong('on.name', on.type === 'ACCOUNT' ? 'an account has none' : 'is required');
    }
    return subjects[0] ?? { names: [], clause: '' };
}

/** Grants have no name: all that tells two of them apart, in one order. */
function keyOf(grant: Grant): string[] {
    return [
        grant.granted_on,
        grant.name,
        grant.role,
        grant.privilege,
        grant.granted_to,
        grant.grantee_name,
        grant.granted_by,
        grant.created_on
    ].map((part) => part ?? '');
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
    for (const [index, part] of a.entries()) {
        const order = compareNames(part, b[index] ?? '');
        if (order !== 0) return order;
    }
    return 0;
}

function wrong(field: string, what: string): InputError {
    return new InputError(
        'invalid_input',
        `The input is not valid: ${field}: ${what}.`,
        'Correct these fields and try again.'
    );
}
