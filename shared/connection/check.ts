/**
 * What happens when a customer connects: one statement proves that key or password, role and warehouse are good, and
 * says what to fix where they are not. Context functions need no running warehouse, so this wakes nothing.
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';
import { eachName } from '../names.js';
import { VALIDATION_PATIENCE_MS, VALIDATION_SECONDS } from '../limits.js';
import type { NangoHandle } from '../nango/handle.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { connectionContext } from '../snowflake/context.js';
import type { SetNames } from '../snowflake/session-names.js';
import { isRefusedStatement, SnowflakeError } from '../snowflake/errors.js';
import { displayIdentifier, unquoteIdentifier } from '../snowflake/identifiers.js';
import { retriesOf } from '../snowflake/retries.js';
import { noSuchHost } from '../snowflake/unreachable.js';
import { decodeRow } from '../snowflake/values.js';

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

/**
 * Throws SnowflakeError with what to fix. Snowflake either refuses a warehouse or database that is not there without
 * saying which (390201), or starts the session without it and says nothing; so what was asked for is named here.
 */
export async function validateConnection(nango: NangoHandle, client: SnowflakeClient): Promise<WhoAmI> {
    const asked = await connectionContext(nango);
    retriesOf(nango).atMost(VALIDATION_PATIENCE_MS);
    const { who: found, untold } = await identify(client).catch((error: unknown) => {
        if (isMissingName(error)) throw missingOf(asked, error);
        // A name server in trouble looks the same; but here a wrong account is by far the more common.
        throw error instanceof SnowflakeError && error.isHostUnknown ? noSuchHost('unknown host') : error;
    });
    const warehouse = untold.has('WAREHOUSE_NAME') ? undefined : absent(asked.warehouse, found.warehouse);
    const database = untold.has('DATABASE_NAME') ? undefined : absent(asked.database, found.database);
    if (warehouse !== undefined || database !== undefined) throw missing(warehouse, database);
    const schema = untold.has('SCHEMA_NAME') ? undefined : absent(asked.schema, found.schema);
    if (schema !== undefined) throw missingSchema(schema, found.database ?? asked.database);
    if (found.role === null && !untold.has('ROLE_NAME')) {
        throw new SnowflakeError(
            'role_not_granted',
            'The session has no role.',
            'Set a default role for the user (ALTER USER ... SET DEFAULT_ROLE = ...) or name a role that it has.'
        );
    }
    return found;
}

/** Snowflake starts a session without a name that it does not know, or with the user's default in its place. */
export function isSame(asked: string, found: string | null): boolean {
    return found !== null && (found === asked || unquoteIdentifier(found) === asked);
}

function absent(asked: string | undefined, found: string | null): string | undefined {
    return asked === undefined || isSame(asked, found) ? undefined : asked;
}

/** The names of a connection are written as in SQL. */
export const CHECK_NAME = 'Check the name (without double quotes it is read in upper case, with them exactly)';

const MISSING_NAME = '390201';

function isMissingName(error: unknown): error is SnowflakeError {
    return error instanceof SnowflakeError && error.vendorCode === MISSING_NAME;
}

/** Snowflake names the kind at most; without that it may be any of those asked for. */
function missingOf(asked: SetNames, error: SnowflakeError): SnowflakeError {
    const { warehouse, database, schema } = asked;
    const kind = /\b(warehouse|database|schema)\b/i.exec(error.message)?.[1]?.toLowerCase();
    if (kind === 'schema' && schema !== undefined) return missingSchema(schema, database, error);
    if (kind === 'warehouse' && warehouse !== undefined) return missing(warehouse, undefined, error);
    if (kind === 'database' && database !== undefined) return missing(undefined, database, error);
    if (warehouse === undefined && database === undefined && schema === undefined) return error;
    return missing(warehouse, database, error);
}

function missingSchema(schema: string, database: string | undefined, error?: SnowflakeError): SnowflakeError {
    return new SnowflakeError(
        'object_not_found',
        `The schema ${displayIdentifier(schema)} does not exist${database === undefined ? '' : ` in the database ${displayIdentifier(database)}`}, or the role may not use it.`,
        `${CHECK_NAME}, and grant it: GRANT USAGE ON SCHEMA ... TO ROLE ...`,
        { concerns: 'sign-in', cause: error }
    );
}

function missing(warehouse: string | undefined, database: string | undefined, cause?: SnowflakeError): SnowflakeError {
    const named = [
        ...(warehouse === undefined ? [] : [`warehouse ${displayIdentifier(warehouse)}`]),
        ...(database === undefined ? [] : [`database ${displayIdentifier(database)}`])
    ];
    return new SnowflakeError(
        database === undefined ? 'warehouse_not_available' : 'object_not_found',
        `The ${named.join(' or the ') || 'warehouse or database'} does not exist, or the role may not use it.`,
        `${CHECK_NAME}, and grant it: GRANT USAGE ON WAREHOUSE (or DATABASE) ... TO ROLE ...`,
        { concerns: 'sign-in', cause }
    );
}

/** The account's edition, which only an organisation administrator may see. */
export async function visibleEdition(client: SnowflakeClient, account: string | null): Promise<string | null> {
    try {
        const result = await client.execute('SHOW ACCOUNTS', { timeoutSeconds: VALIDATION_SECONDS });
        for await (const { rows } of result.slices()) {
            for (const row of rows) {
                const values = decodeRow(row, result.columns);
                if (values['account_name'] === account && typeof values['edition'] === 'string')
                    return values['edition'];
            }
        }
        return null;
    } catch (error) {
        if (isRefusedStatement(error)) return null;
        throw error;
    }
}
