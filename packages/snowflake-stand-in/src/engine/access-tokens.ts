/**
 * ALTER USER … ADD and REMOVE PROGRAMMATIC ACCESS TOKEN. The token is answered once, by the statement that adds it.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-add-programmatic-access-token
 */
import { randomBytes } from 'node:crypto';
import { showColumns, statusResult, timestampCell } from './cells.js';
import { alreadyExists, doesNotExist } from './failures.js';
import { readProperties, textProperty } from './properties.js';
import { StatementFailure } from '../types.js';

import type { ResultSet } from '../types.js';
import type { User } from './objects.js';
import type { Reader } from './reader.js';

/** Whether the next words name a token; they are read then. */
export function acceptTokenWords(reader: Reader): boolean {
    return reader.accept('PROGRAMMATIC', 'ACCESS', 'TOKEN') || reader.accept('PAT');
}

const DAY_MS = 86_400_000;
/** https://docs.snowflake.com/en/user-guide/programmatic-access-tokens: 15 unless said, 365 at most. */
const DEFAULT_DAYS = 15;
const MOST_DAYS = 365;

export function addAccessToken(user: User, reader: Reader, granted: ReadonlySet<string>, now: number): ResultSet {
    const name = reader.name();
    const properties = readProperties(reader);
    const role = textProperty(properties, 'ROLE_RESTRICTION')?.toUpperCase();
    const days = Number(textProperty(properties, 'DAYS_TO_EXPIRY') ?? DEFAULT_DAYS);
    reader.end();
    if (user.namedAccessTokens[name] !== undefined) throw alreadyExists(name);
    if (role === undefined && user.userType !== 'PERSON' && user.userType !== null) {
        throw refused('Role restriction is required to create a programmatic access token for a service user.');
    }
    if (role !== undefined && !granted.has(role)) throw refused(`Role '${role}' is not granted to the user.`);
    if (!(days >= 1 && days <= MOST_DAYS)) throw refused('Invalid value for DAYS_TO_EXPIRY.');
    const secret = `pat.${randomBytes(48).toString('base64url')}`;
    const token = { secret, role: role ?? null, createdOn: now, expiresAt: now + days * DAY_MS };
    user.namedAccessTokens = { ...user.namedAccessTokens, [name]: token };
    return { columns: showColumns('token_name token_secret'), rows: [[name, secret]], kind: 'ddl' };
}

export function removeAccessToken(user: User, reader: Reader): ResultSet {
    const name = reader.name();
    reader.end();
    const { [name]: token, ...others } = user.namedAccessTokens;
    if (token === undefined) throw doesNotExist('Programmatic access token', name);
    user.namedAccessTokens = others;
    return statusResult(`Programmatic access token ${name} successfully removed.`);
}

/** Secrets that sign the user in now; those that a test gave no name never expire. */
export function validAccessTokens(user: User, now: number): string[] {
    const named = Object.values(user.namedAccessTokens).filter(({ expiresAt }) => expiresAt > now);
    return [...user.programmaticAccessTokens, ...named.map(({ secret }) => secret)];
}

/** https://docs.snowflake.com/en/sql-reference/sql/show-user-programmatic-access-tokens */
export function showAccessTokens(user: User, now: number): ResultSet {
    const columns = showColumns(
        'name user_name role_restriction expires_at:time status comment created_on:time created_by mins_to_bypass_network_policy_requirement rotated_to'
    );
    const rows = Object.entries(user.namedAccessTokens).map(([name, token]) => [
        name,
        user.name,
        token.role,
        timestampCell(token.expiresAt),
        user.disabled ? 'DISABLED' : token.expiresAt > now ? 'ACTIVE' : 'EXPIRED',
        null,
        timestampCell(token.createdOn),
        user.name,
        null,
        null
    ]);
    return { columns, rows, kind: 'show' };
}

function refused(message: string): StatementFailure {
    return new StatementFailure('001420', '22023', message);
}
