/**
 * What happens when a customer connects: one statement proves that key or password, role and warehouse are good, and
 * says what to fix where they are not. Context functions need no running warehouse, so this wakes nothing.
 */
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
import { identify } from '../snowflake/who-am-i.js';
import type { WhoAmI } from '../snowflake/who-am-i.js';

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
