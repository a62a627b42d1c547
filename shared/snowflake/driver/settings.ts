/**
 * What a password connection holds: where to sign in, as whom, and with which role, warehouse and database.
 * The account comes from `connection_config`, which an end user can fill where the Connect session does not: it is
 * hostile until normaliseAccount has seen it.
 */
import { z } from 'zod';
import { normaliseAccount, parseHostSuffixes } from '../account.js';
import type { Account } from '../account.js';
import { connectionContext } from '../context.js';
import type { ConnectionContext } from '../context.js';
import { SnowflakeError } from '../errors.js';
import type { ConnectionHandle } from './handle.js';

/** Names the host suffixes that an operator allows beside Snowflake's own. */
export const ALLOWED_HOST_SUFFIXES = 'SNOWFLAKE_ALLOWED_HOST_SUFFIXES';

export interface DriverSettings extends Account {
    readonly username: string;
    /** A password, or a programmatic access token in its place. */
    readonly password: string;
    readonly context: ConnectionContext;
}

const CredentialsSchema = z.object({ username: z.string().min(1), password: z.string().min(1) });
const ConfigSchema = z.object({ account: z.string().nullish() }).catch({});

export async function driverSettings(nango: ConnectionHandle): Promise<DriverSettings> {
    const connection = await nango.getConnection();
    const credentials = CredentialsSchema.safeParse(connection.credentials);
    if (!credentials.success) {
        throw new SnowflakeError(
            'invalid_credentials',
            'The connection has no user name and password.',
            'Connect again with a user name and a password, or a programmatic access token in place of the password.'
        );
    }
    const { account } = ConfigSchema.parse(connection.connection_config);
    if (account === undefined || account === null || account.trim() === '') {
        throw new SnowflakeError(
            'invalid_account',
            'The connection names no Snowflake account.',
            'Set "account" in the connection_config of the Connect session, for example myorg-myaccount or xy12345.us-east-1.'
        );
    }
    return {
        ...normaliseAccount(account, await allowedSuffixes(nango)),
        ...credentials.data,
        context: await connectionContext(nango)
    };
}

async function allowedSuffixes(nango: ConnectionHandle): Promise<readonly string[]> {
    const variables = (await nango.getEnvironmentVariables()) ?? [];
    return parseHostSuffixes(variables.find(({ name }) => name === ALLOWED_HOST_SUFFIXES)?.value);
}
