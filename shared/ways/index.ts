/**
 * The ways to connect a Snowflake account: each is an integration of its own, with a folder beside this file that says
 * how its client is opened and what its export destination is.
 */
export const WAYS = {
    'key-pair': { integration: 'snowflake-jwt', provider: 'snowflake-jwt' },
    'access-token': { integration: 'snowflake-token', provider: 'private-api-bearer' },
    password: { integration: 'snowflake-password', provider: 'private-api-basic' }
} as const;
