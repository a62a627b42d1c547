/** Who a connection is and where, as Snowflake says it: one statement of context functions, which need no warehouse and wake none. */
import { z } from 'zod';
import { ActionableError } from '../errors.js';
import { VALIDATION_SECONDS } from '../limits.js';
import { eachName } from '../names.js';
import type { SnowflakeClient } from './client.js';
import { isRefusedStatement, SnowflakeError } from './errors.js';
import { decodeRow } from './values.js';

/** Context functions, each with the name of its answer; that of the user first, which every session has. */
const FUNCTIONS = [
    ['USER_NAME', 'CURRENT_USER'],
    ['VERSION', 'CURRENT_VERSION'],
    ['ROLE_NAME', 'CURRENT_ROLE'],
    ['WAREHOUSE_NAME', 'CURRENT_WAREHOUSE'],
    ['DATABASE_NAME', 'CURRENT_DATABASE'],
    ['SCHEMA_NAME', 'CURRENT_SCHEMA'],
    ['ORGANIZATION', 'CURRENT_ORGANIZATION_NAME'],
    ['ACCOUNT', 'CURRENT_ACCOUNT_NAME'],
    ['LOCATOR', 'CURRENT_ACCOUNT'],
    ['REGION', 'CURRENT_REGION']
] as const;
type ContextFunction = (typeof FUNCTIONS)[number];
type AnswerName = ContextFunction[0];

const TextSchema = z
    .string()
    .nullish()
    .catch(null)
    .transform((text) => text ?? null);

const WhoAmISchema = z
    .object(
        eachName(
            'ORGANIZATION, ACCOUNT, LOCATOR, REGION, VERSION, USER_NAME, ROLE_NAME, WAREHOUSE_NAME, DATABASE_NAME, SCHEMA_NAME',
            TextSchema
        )
    )
    .transform((row) => ({
        organization: row.ORGANIZATION,
        account: row.ACCOUNT,
        locator: row.LOCATOR,
        region: row.REGION,
        version: row.VERSION,
        user: row.USER_NAME,
        role: row.ROLE_NAME,
        warehouse: row.WAREHOUSE_NAME,
        database: row.DATABASE_NAME,
        schema: row.SCHEMA_NAME
    }));

/** Who the connection is and where, as Snowflake says it. */
export type WhoAmI = z.infer<typeof WhoAmISchema>;

export interface Identity {
    readonly who: WhoAmI;
    /** What Snowflake does not tell here: null in `who` then means that it is not known, not that there is none. */
    readonly untold: ReadonlySet<AnswerName>;
}

export async function whoAmI(client: SnowflakeClient): Promise<WhoAmI> {
    return (await identify(client)).who;
}

/** For what is done to a user by name: an older server may not tell it. */
export function knownUser(user: string | null, remedy: string): string {
    if (user !== null) return user;
    throw new ActionableError('user_unknown', 'Snowflake does not say which user this is.', remedy);
}

/** One statement; where a function in it is refused, which an older server may not have, each by itself. */
export async function identify(client: SnowflakeClient): Promise<Identity> {
    try {
        const who = WhoAmISchema.safeParse(await contextValues(client, FUNCTIONS));
        // A session always has a user: without one this is no answer to the question.
        if (who.success && who.data.user !== null) return { who: who.data, untold: new Set() };
    } catch (error) {
        if (!isRefusedFunction(error)) throw error;
        return await identifyOneByOne(client, error);
    }
    throw new SnowflakeError(
        'unexpected_response',
        'Snowflake did not say who is signed in.',
        'Check that the account identifier names a Snowflake account; if it does, report this.'
    );
}

async function identifyOneByOne(client: SnowflakeClient, refusal: SnowflakeError): Promise<Identity> {
    const untold = new Set<AnswerName>();
    const values: Record<string, unknown> = {};
    for (const asked of FUNCTIONS) {
        try {
            Object.assign(values, await contextValues(client, [asked]));
        } catch (error) {
            if (!isRefusedFunction(error)) throw error;
            untold.add(asked[0]);
            // Two of the plainest refused alike: it is not a function that is missing.
            if (untold.size === 2 && Object.keys(values).length === 0) throw refusal;
        }
    }
    return { who: WhoAmISchema.parse(values), untold };
}

async function contextValues(
    client: SnowflakeClient,
    functions: readonly ContextFunction[]
): Promise<Record<string, unknown> | undefined> {
    const columns = functions.map(([name, asked]) => `${asked}() AS ${name}`);
    const result = await client.execute(`SELECT ${columns.join(', ')}`, { timeoutSeconds: VALIDATION_SECONDS });
    const [row] = await result.partition(0);
    return row && decodeRow(row, result.columns);
}

/** Codes 39xxxx are refusals of the session as such. */
function isRefusedFunction(error: unknown): error is SnowflakeError {
    return isRefusedStatement(error) && error.vendorCode?.startsWith('39') === false;
}
