/**
 * test-connection: what works and what does not, one check after another, each with what to do about it. A failed
 * check is an answer here, not an error. Nothing wakes a warehouse unless `run_query` asks for it.
 */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText, nullable, orNull } from '../schema.js';
import { eachName, names, nameSet } from '../names.js';
import { CHECK_SECONDS } from '../limits.js';
import { ActionableError } from '../errors.js';
import { actionSpec } from '../nango/action-spec.js';
import type { NangoHandle } from '../nango/handle.js';
import { parseInput } from '../nango/report.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { connectionContext } from '../snowflake/context.js';
import type { SetNames } from '../snowflake/session-names.js';
import { displayIdentifier } from '../snowflake/identifiers.js';
import type { Identity, WhoAmI } from '../snowflake/who-am-i.js';
import { CHECK_NAME, isSame } from './check.js';
import { identify } from '../snowflake/who-am-i.js';
import { endingCheck } from './expiring.js';
import { LEVELS, seen } from './visible.js';

const CheckSchema = z.object({
    name: z.enum(
        names(
            'sign_in, access_token, key_pair, role, warehouse, database, schema, query, databases, schemas, tables',
            'warehouses, roles, users'
        )
    ),
    ok: anyBoolean,
    message: z.string().describe('What was found, or what is wrong.'),
    remedy: nullable(
        anyText,
        'What to do; null where nothing is wrong. Of a check that is ok: what to do in time, as before a token ends.'
    ),
    count: nullable(
        anyNumber,
        'How many such objects the role can see, those of Snowflake itself apart; 10,000 means at least that.'
    )
});
type Check = z.infer<typeof CheckSchema>;

const text = anyText.nullable();

export const testConnectionSpec = actionSpec(
    'Says who the connection is, its role and warehouse, and what it can see; each check with its remedy. Use it first where other actions are refused or find nothing. Free, unless run_query is true.',
    z.strictObject({
        run_query: orNull(
            anyBoolean,
            'Also run a query on the warehouse, which resumes it if it is suspended. Default: false.'
        )
    }),
    z.object({
        ok: z
            .boolean()
            .describe(
                'Sign-in, role, and the warehouse, database and schema that the connection names, are good, and the role sees something to read.'
            ),
        ...eachName('user, role, warehouse, database, schema, organization, account, locator, region, version', text),
        checks: z.array(CheckSchema)
    })
);

const NOBODY: WhoAmI = eachName(
    'organization, account, locator, region, version, user, role, warehouse, database, schema',
    null
);

/** What a connection is for; warehouses, roles and users that it sees are for information. */
const REQUIRED: ReadonlySet<Check['name']> = nameSet(
    'sign_in, access_token, key_pair, role, warehouse, database, schema, query, databases, schemas, tables'
);

export async function testConnection(
    nango: NangoHandle,
    client: SnowflakeClient,
    given: unknown
): Promise<z.infer<typeof testConnectionSpec.output>> {
    const input = parseInput(testConnectionSpec.input, given);
    const asked = await connectionContext(nango);
    const checks: Check[] = [];
    let found = NOBODY;
    let untold: Identity['untold'] = new Set();
    const signedIn = await attempt('sign_in', async () => {
        ({ who: found, untold } = await identify(client));
        return { message: `Signed in as ${found.user ?? 'an unnamed user'}.` };
    });
    checks.push(signedIn.ok ? signedIn : { ...signedIn, message: `${signedIn.message}${namedBy(asked)}` });
    const ending = await endingCheck(nango, signedIn.ok ? client : null);
    if (ending !== null) checks.push({ ...ending, count: null });
    if (signedIn.ok) {
        const needed = input.run_query === true;
        checks.push(untold.has('ROLE_NAME') ? untoldCheck('role') : roleCheck(found, asked.role));
        checks.push(
            untold.has('WAREHOUSE_NAME') ? untoldCheck('warehouse') : warehouseCheck(found, asked.warehouse, needed)
        );
        if (asked.database !== undefined) {
            checks.push(
                untold.has('DATABASE_NAME') ? untoldCheck('database') : placeCheck('database', asked.database, found)
            );
        }
        if (asked.schema !== undefined) {
            checks.push(untold.has('SCHEMA_NAME') ? untoldCheck('schema') : placeCheck('schema', asked.schema, found));
        }
        if (needed) checks.push(await queryCheck(client));
        for (const level of LEVELS) {
            checks.push(await attempt(level.name, async () => await seen(client, level)));
        }
    }
    return { ok: checks.every(({ name, ok }) => ok || !REQUIRED.has(name)), ...found, checks };
}

/** Snowflake does not always say which of the names it did not find. */
function namedBy(asked: SetNames): string {
    const named = Object.entries(asked).map(([kind, name]) => `${kind} ${displayIdentifier(name)}`);
    return named.length === 0 ? '' : ` The connection names ${named.join(', ')}.`;
}

/** Anything that a person can act on becomes a failed check; the rest (an interruption, a fault of ours) is thrown. */
async function attempt(
    name: Check['name'],
    work: () => Promise<{ message: string; count?: number; remedy?: string }>
): Promise<Check> {
    try {
        const { message, count = null, remedy = null } = await work();
        return { name, ok: remedy === null, message, remedy, count };
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        return { name, ok: false, message: error.message, remedy: error.remedy, count: null };
    }
}

function passed(name: Check['name'], message: string): Check {
    return { name, ok: true, message, remedy: null, count: null };
}

function untoldCheck(name: Check['name']): Check {
    return passed(name, `Snowflake does not tell here which ${name} the session has.`);
}

function failed(name: Check['name'], message: string, remedy: string): Check {
    return { name, ok: false, message, remedy, count: null };
}

function roleCheck({ role }: WhoAmI, asked: string | undefined): Check {
    if (asked !== undefined && !isSame(asked, role)) {
        return failed(
            'role',
            `The connection names the role ${displayIdentifier(asked)}, but the session has ${role ?? 'none'}.`,
            'Grant the role to this user (GRANT ROLE ... TO USER ...) or name another role.'
        );
    }
    if (role !== null) return passed('role', `The role is ${role}.`);
    return failed(
        'role',
        'The session has no role.',
        'Set a default role for the user (ALTER USER ... SET DEFAULT_ROLE = ...) or name a role that it has.'
    );
}

function warehouseCheck({ warehouse, role }: WhoAmI, asked: string | undefined, needed: boolean): Check {
    if (warehouse !== null && (asked === undefined || isSame(asked, warehouse))) {
        return passed('warehouse', `The warehouse is ${warehouse}.`);
    }
    const remedy =
        'Set a default warehouse for the user (ALTER USER ... SET DEFAULT_WAREHOUSE = ...) and grant it: GRANT USAGE ON WAREHOUSE ... TO ROLE ...';
    if (asked !== undefined) {
        const message = `The warehouse ${displayIdentifier(asked)} does not exist, or the role ${role ?? ''} may not use it.`;
        return failed('warehouse', message, `${CHECK_NAME}, and grant it: GRANT USAGE ON WAREHOUSE ...`);
    }
    if (needed) return failed('warehouse', 'The session has no warehouse.', remedy);
    return passed(
        'warehouse',
        'The session has no warehouse. Metadata needs none; queries name one or need a default.'
    );
}

function placeCheck(kind: 'database' | 'schema', asked: string, { role, [kind]: found }: WhoAmI): Check {
    if (found !== null && isSame(asked, found)) return passed(kind, `The ${kind} is ${found}.`);
    return failed(
        kind,
        `The ${kind} ${displayIdentifier(asked)} does not exist, or the role ${role ?? ''} may not use it.`,
        `${CHECK_NAME}, and grant it: GRANT USAGE ON ${kind.toUpperCase()} ...`
    );
}

/** A value from a table, so that a warehouse has to compute it. */
async function queryCheck(client: SnowflakeClient): Promise<Check> {
    return await attempt('query', async () => {
        const statement = 'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 10))';
        await client.execute(statement, { timeoutSeconds: CHECK_SECONDS });
        return { message: 'The warehouse ran a query.' };
    });
}
