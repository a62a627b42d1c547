/** What stands around the client in its tests: the app's Nango, and the customer's browser in Connect. */
import { Nango } from '@nangohq/node';
import * as z from 'zod';

import { snowflake } from '../../client/index.js';
import type { ConnectSession, SnowflakeClient, SnowflakeIntegrationId } from '../../client/index.js';
import { USER } from '../../local/world.js';
import type { World } from '../../local/world.js';

export const PARTY = {
    endUser: { id: 'user-7', email: 'ada@example.com', displayName: 'Ada' },
    organization: { id: 'org-1', displayName: 'Acme' }
} as const;

/** The real SDK, pointed at the local Nango. */
export function appNango({ nango }: Pick<World, 'nango'>): Nango {
    return new Nango({ host: nango.url, secretKey: nango.secretKey });
}

export function appClient(world: Pick<World, 'nango'>): SnowflakeClient {
    return snowflake(appNango(world));
}

const Connected = z.object({ connectionId: z.string() });

/** What Connect UI sends when the customer has typed credentials; `params` are fields the session left open. */
export async function submit(
    world: World,
    integration: SnowflakeIntegrationId,
    { token }: ConnectSession,
    params: Readonly<Record<string, string>> = {}
): Promise<Response> {
    const { password, privateKey } = world.typed;
    const [route, credentials] =
        integration === 'snowflake-jwt'
            ? ['auth/jwt', { accountIdentifier: 'MYORG-MYACCOUNT', userName: USER, privateKey }]
            : ['api-auth/basic', { username: USER, password }];
    const url = new URL(`/${route}/${integration}`, world.nango.url);
    url.searchParams.set('connect_session_token', token);
    for (const [key, value] of Object.entries(params)) url.searchParams.set(`params[${key}]`, value);
    return await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(credentials)
    });
}

export async function connectionIdOf(answer: Response): Promise<string> {
    return Connected.parse(await answer.json()).connectionId;
}
