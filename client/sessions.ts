/**
 * What an app gives a Connect session of each integration, and what that sets in `connection_config`. Written by
 * `npm run generate` from the ways to connect and the types of destination.
 */
import { keyPair } from '../shared/ways/key-pair/way.js';
import { accessToken } from '../shared/ways/access-token/way.js';
import { oauth } from '../shared/ways/oauth/way.js';
import { password } from '../shared/ways/password/way.js';
import type { SessionConfig } from '../shared/ways/way.js';
import { setFields } from './set-fields.js';

export interface ConnectFields {
    readonly 'snowflake-jwt': {
        /** `myorg-myaccount`, `xy12345.us-east-1`, or the account's URL; without it, Connect UI asks the end user for the subdomain. */
        readonly account?: string | undefined;
        readonly warehouse?: string | undefined;
        readonly database?: string | undefined;
        readonly schema?: string | undefined;
        /** Default: the user's default role. */
        readonly role?: string | undefined;
    };
    readonly 'snowflake-token': {
        /** `myorg-myaccount`, `xy12345.us-east-1`, or the account's URL. */
        readonly account: string;
        readonly warehouse?: string | undefined;
        readonly database?: string | undefined;
        readonly schema?: string | undefined;
        /** Default: the user's default role. */
        readonly role?: string | undefined;
    };
    readonly snowflake: {
        /** `myorg-myaccount`, `xy12345.us-east-1`, or the account's URL. Nango sends the client's secret there, so it is never left to the end user. */
        readonly account: string;
        readonly warehouse?: string | undefined;
        readonly database?: string | undefined;
        readonly schema?: string | undefined;
        /** Default: the user's default role. */
        readonly role?: string | undefined;
    };
    readonly 'snowflake-password': {
        /** `myorg-myaccount`, `xy12345.us-east-1`, or the account's URL. Null only with the provider `snowflake-password` of `providers/`: Connect UI then asks for it, and for all that is left out here. */
        readonly account: string | null;
        readonly warehouse?: string | undefined;
        readonly database?: string | undefined;
        readonly schema?: string | undefined;
        /** Default: the user's default role. */
        readonly role?: string | undefined;
    };
    readonly 'qlik-export': {
        /** Host of the tenant, e.g. `acme.eu.qlikcloud.com`. */
        readonly tenant: string;
    };
    readonly 'power-bi-export': {
        readonly tenantId: string;
        readonly workspaceId: string;
    };
    readonly 'postgresql-export': {
        readonly host: string;
        /** Default: 5432. */
        readonly port?: number | undefined;
        readonly database: string;
    };
    readonly 'bigquery-export': {
        readonly projectId: string;
        readonly dataset: string;
    };
    readonly 'mysql-export': {
        readonly host: string;
        /** Default: 3306. */
        readonly port?: number | undefined;
        readonly database: string;
    };
}

export const SESSIONS: { readonly [I in keyof ConnectFields]: SessionConfig<ConnectFields[I]> } = {
    'snowflake-jwt': keyPair.config,
    'snowflake-token': accessToken.config,
    snowflake: oauth.config,
    'snowflake-password': password.config,
    'qlik-export': setFields({ required: { tenant: 'tenant' } }),
    'power-bi-export': setFields({ required: { tenantId: 'tenant_id', workspaceId: 'workspace_id' } }),
    'postgresql-export': setFields({ required: { host: 'host', database: 'database' }, optional: { port: 'port' } }),
    'bigquery-export': setFields({ required: { projectId: 'project_id', dataset: 'dataset' } }),
    'mysql-export': setFields({ required: { host: 'host', database: 'database' }, optional: { port: 'port' } })
};

/** The provider in Nango that each integration is made with. */
export const PROVIDERS: { readonly [I in keyof ConnectFields]: string } = {
    'snowflake-jwt': 'snowflake-jwt',
    'snowflake-token': 'private-api-bearer',
    snowflake: 'snowflake',
    'snowflake-password': 'private-api-basic',
    'qlik-export': 'private-api-bearer',
    'power-bi-export': 'private-api-basic',
    'postgresql-export': 'private-api-basic',
    'bigquery-export': 'private-api-bearer',
    'mysql-export': 'private-api-basic'
};

/** What customers read above the form, where the operator gives the integration no other name. */
export const DISPLAY_NAMES: { readonly [I in keyof ConnectFields]: string } = {
    'snowflake-jwt': 'Snowflake (key pair)',
    'snowflake-token': 'Snowflake (access token)',
    snowflake: 'Snowflake',
    'snowflake-password': 'Snowflake (password)',
    'qlik-export': 'Qlik Cloud',
    'power-bi-export': 'Power BI',
    'postgresql-export': 'PostgreSQL',
    'bigquery-export': 'BigQuery',
    'mysql-export': 'MySQL'
};
