/**
 * What a password connection holds: where to sign in, as whom, and with which role, warehouse and database.
 * The account comes from `connection_config`, which an end user can fill where the Connect session does not: it is
 * hostile until normaliseAccount has seen it.
 */
import { z } from 'zod';
import type { Account } from '../account.js';
import { connectionAccount } from '../connection-account.js';
import { connectionContext } from '../context.js';
import type { SetNames } from '../session-names.js';
import { SnowflakeError } from '../errors.js';
import type { ConnectionHandle } from './handle.js';

export interface DriverSettings extends Account {
    readonly username: string;
    /** A password, or a programmatic access token in its place. */
    readonly password: string;
    readonly context: SetNames;
}

const CredentialsSchema = z.object({ username: z.string().min(1), password: z.string().min(1) });

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
    return {
        ...(await connectionAccount(nango, 'account')),
        ...credentials.data,
        context: await connectionContext(nango)
    };
}
