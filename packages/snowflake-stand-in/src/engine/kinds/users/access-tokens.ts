/**
 * ALTER USER … ADD, ROTATE, MODIFY and REMOVE PROGRAMMATIC ACCESS TOKEN. A token is answered once, by the statement that
 * makes it.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-add-programmatic-access-token
 */
import { DAY_MS } from 'stand-in-base/clock.js';
import { randomBytes } from 'node:crypto';
import { EXECUTED, showColumns, statusResult, timestampCell } from '../../cells.js';
import { alreadyExists, doesNotExist, refusedValue } from '../../failures.js';
import { readCredentialChange, readProperties, textProperty } from '../../properties.js';
import { rotationGrace } from './rotation-grace.js';

import type { ResultSet } from '../../../types.js';
import type { NamedAccessToken, User } from '../../objects/user.js';
import type { Reader } from '../../reader.js';

/** Whether the next words name a token; they are read then. */
export function acceptTokenWords(reader: Reader): boolean {
    return reader.accept('PROGRAMMATIC', 'ACCESS', 'TOKEN') || reader.accept('PAT');
}

/** https://docs.snowflake.com/en/user-guide/programmatic-access-tokens: 15 unless said, 365 at most. */
const DEFAULT_DAYS = 15;
const MOST_DAYS = 365;
const MOST_TOKENS = 15;

export function addAccessToken(user: User, reader: Reader, granted: ReadonlySet<string>, now: number): ResultSet {
    const name = reader.name();
    const properties = readProperties(reader);
    const role = textProperty(properties, 'ROLE_RESTRICTION')?.toUpperCase();
    const days = Number(textProperty(properties, 'DAYS_TO_EXPIRY') ?? DEFAULT_DAYS);
    reader.end();
    if (user.namedAccessTokens[name] !== undefined) throw alreadyExists(name);
    if (role === undefined && user.userType !== 'PERSON' && user.userType !== null) {
        throw refusedValue('Role restriction is required to create a programmatic access token for a service user.');
    }
    if (role !== undefined && !granted.has(role)) throw refusedValue(`Role '${role}' is not granted to the user.`);
    if (!(days >= 1 && days <= MOST_DAYS)) throw refusedValue('Invalid value for DAYS_TO_EXPIRY.');
    const secret = newSecret();
    const token = { secret, role: role ?? null, createdOn: now, expiresAt: now + days * DAY_MS, days };
    user.namedAccessTokens = withinLimit({ ...user.namedAccessTokens, [name]: token });
    return { columns: showColumns('token_name token_secret'), rows: [[name, secret]], kind: 'ddl' };
}

export function rotateAccessToken(user: User, reader: Reader, now: number): ResultSet {
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const properties = readProperties(reader);
    reader.end();
    const old = user.namedAccessTokens[name];
    if (old === undefined && ifExists) return EXECUTED;
    if (old === undefined) throw unknownToken(name);
    if (old.rotatedTo !== undefined)
        throw refusedValue(`Programmatic access token '${name}' has been rotated already.`);
    const grace = rotationGrace(properties, 'EXPIRE_ROTATED_TOKEN_AFTER_HOURS', old.expiresAt, now);
    const oldName = `${name}_ROTATED_${Math.floor(now)}`;
    const secret = newSecret();
    const lifetime = old.days === undefined ? old.expiresAt - old.createdOn : old.days * DAY_MS;
    user.namedAccessTokens = withinLimit({
        ...user.namedAccessTokens,
        [name]: { ...old, secret, createdOn: now, expiresAt: now + lifetime },
        [oldName]: { ...old, expiresAt: now + grace, rotatedTo: name }
    });
    const columns = showColumns('token_name token_secret rotated_token_name');
    return { columns, rows: [[name, secret, oldName]], kind: 'ddl' };
}

export function modifyAccessToken(user: User, reader: Reader): ResultSet {
    const name = reader.name();
    const { [name]: token, ...others } = user.namedAccessTokens;
    if (token === undefined) throw unknownToken(name);
    if (token.rotatedTo !== undefined) throw refusedValue(`Programmatic access token '${name}' has been rotated.`);
    if (reader.accept('RENAME', 'TO')) {
        const renamed = reader.name();
        reader.end();
        if (others[renamed] !== undefined) throw alreadyExists(renamed);
        user.namedAccessTokens = { ...others, [renamed]: token };
        return statusResult(`Programmatic access token ${name} successfully modified.`);
    }
    const { comment, ...change } = readCredentialChange(reader);
    const changed = { ...token, ...change, ...(comment !== undefined && { comment: comment ?? '' }) };
    user.namedAccessTokens = { ...user.namedAccessTokens, [name]: changed };
    return statusResult(`Programmatic access token ${name} successfully modified.`);
}

export function removeAccessToken(user: User, reader: Reader): ResultSet {
    const name = reader.name();
    reader.end();
    const { [name]: token, ...others } = user.namedAccessTokens;
    if (token === undefined) throw unknownToken(name);
    user.namedAccessTokens = others;
    return statusResult(`Programmatic access token ${name} successfully removed.`);
}

/** Secrets that sign the user in now; those that a test gave no name never expire. */
export function validAccessTokens(user: User, now: number): string[] {
    const named = Object.values(user.namedAccessTokens).filter((token) => statusOf(user, token, now) === 'ACTIVE');
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
        statusOf(user, token, now),
        token.comment === undefined || token.comment === '' ? null : token.comment,
        timestampCell(token.createdOn),
        user.name,
        null,
        token.rotatedTo ?? null
    ]);
    return { columns, rows, kind: 'show' };
}

function statusOf(user: User, token: NamedAccessToken, now: number): 'ACTIVE' | 'EXPIRED' | 'DISABLED' {
    if (user.disabled || token.disabled === true) return 'DISABLED';
    return token.expiresAt > now ? 'ACTIVE' : 'EXPIRED';
}

function newSecret(): string {
    return `pat.${randomBytes(48).toString('base64url')}`;
}

function withinLimit(tokens: Record<string, NamedAccessToken>): Record<string, NamedAccessToken> {
    if (Object.keys(tokens).length > MOST_TOKENS)
        throw refusedValue(`A user can have ${MOST_TOKENS} programmatic access tokens at most.`);
    return tokens;
}

function unknownToken(name: string): Error {
    return doesNotExist('Programmatic access token', name);
}
