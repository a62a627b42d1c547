/**
 * ALTER USER … ADD and REMOVE PROGRAMMATIC ACCESS TOKEN. The token is answered once, by the statement that adds it.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-add-programmatic-access-token
 */
import { randomBytes } from 'node:crypto';
import { showColumns, statusResult } from './cells.js';
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

export function addAccessToken(user: User, reader: Reader, granted: ReadonlySet<string>): ResultSet {
    const name = reader.name();
    const role = textProperty(readProperties(reader), 'ROLE_RESTRICTION')?.toUpperCase();
    reader.end();
    if (user.namedAccessTokens[name] !== undefined) throw alreadyExists(name);
    if (role === undefined && user.userType !== 'PERSON' && user.userType !== null) {
        throw refused('Role restriction is required to create a programmatic access token for a service user.');
    }
    if (role !== undefined && !granted.has(role)) throw refused(`Role '${role}' is not granted to the user.`);
    const secret = `pat.${randomBytes(48).toString('base64url')}`;
    user.namedAccessTokens = { ...user.namedAccessTokens, [name]: secret };
    user.programmaticAccessTokens = [...user.programmaticAccessTokens, secret];
    return { columns: showColumns('token_name token_secret'), rows: [[name, secret]], kind: 'ddl' };
}

export function removeAccessToken(user: User, reader: Reader): ResultSet {
    const name = reader.name();
    reader.end();
    const { [name]: secret, ...others } = user.namedAccessTokens;
    if (secret === undefined) throw doesNotExist('Programmatic access token', name);
    user.namedAccessTokens = others;
    user.programmaticAccessTokens = user.programmaticAccessTokens.filter((token) => token !== secret);
    return statusResult(`Programmatic access token ${name} successfully removed.`);
}

function refused(message: string): StatementFailure {
    return new StatementFailure('001420', '22023', message);
}
