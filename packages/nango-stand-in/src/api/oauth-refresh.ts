/**
 * Whoever asks for an OAuth connection has its access token renewed first, if it ends within a quarter of an hour: one of
 * ten minutes is renewed each time. One refresh at a time; where the provider refuses it, nobody gets the connection, the
 * provider is left alone for half a minute, and after four days of it for good, until somebody asks for a refresh.
 * https://nango.dev/docs/implementation-guides/platform/auth/credentials-refresh-and-validity
 */
import { getProvider } from '@nangohq/providers';
import axios, { isAxiosError } from 'axios';
import { DAY_MS } from 'stand-in-base/clock.js';
import * as z from 'zod';

import { REFRESH_MARGIN_MS } from '../connections.js';
import { ApiRefusal } from './reply.js';

import type { Connection } from '../connections.js';
import type { ServedNango } from './served-nango.js';

const Answer = z.object({ access_token: z.string(), expires_in: z.number(), refresh_token: z.string().optional() });
const OAuthProvider = z.object({ token_url: z.string(), refresh_params: z.record(z.string(), z.string()).default({}) });

const UNDER_WAY = new WeakMap<Connection, Promise<void>>();

const BACK_OFF_MS = 30_000;
const MOST_DAYS = 4;
const FAILURES = new WeakMap<Connection, { readonly days: number; readonly atMs: number }>();

/** The words are all that tells these apart: their code is the same for every credential that is none. */
const SAID = {
    refused: 'The external API returned an error when trying to refresh the access token. Please try again later.',
    backingOff: 'A recent refresh attempt failed. Backing off before retrying.',
    exhausted: 'The refresh limit has been reached for this connection.'
};

export async function refreshOAuth(nango: ServedNango, connection: Connection, force: boolean): Promise<void> {
    await UNDER_WAY.get(connection);
    const { credentials } = connection;
    if (credentials.type !== 'OAUTH2') return;
    const failed = FAILURES.get(connection);
    if (failed !== undefined && !force) {
        if (failed.days >= MOST_DAYS) throw refusal(SAID.exhausted);
        if (nango.clock.now() - failed.atMs < BACK_OFF_MS) throw refusal(SAID.backingOff);
    }
    if (!force && Date.parse(credentials.expires_at) - nango.clock.now() >= REFRESH_MARGIN_MS) return;
    const refreshing = refresh(nango, connection, credentials.refresh_token);
    UNDER_WAY.set(
        connection,
        refreshing.catch(() => {})
    );
    await refreshing;
}

async function refresh(nango: ServedNango, connection: Connection, refreshToken: string): Promise<void> {
    const { oauth, provider } = connection.integration;
    const { token_url: template, refresh_params: params } = OAuthProvider.parse(getProvider(provider));
    const url = template.replaceAll(/\$\{connectionConfig\.(\w+)\}/g, (_, key: string) =>
        String(connection.connectionConfig[key])
    );
    try {
        const { data } = await axios.post(
            url,
            new URLSearchParams({ ...params, refresh_token: refreshToken }).toString(),
            {
                proxy: false,
                httpAgent: nango.network.httpAgent,
                httpsAgent: nango.network.httpsAgent,
                headers: { 'content-type': 'application/x-www-form-urlencoded' },
                auth: { username: oauth?.clientId ?? '', password: oauth?.clientSecret ?? '' }
            }
        );
        const answer = Answer.parse(data);
        connection.credentials = {
            type: 'OAUTH2',
            access_token: answer.access_token,
            refresh_token: answer.refresh_token ?? refreshToken,
            expires_at: new Date(nango.clock.now() + answer.expires_in * 1_000).toISOString()
        };
        FAILURES.delete(connection);
    } catch (error) {
        if (!isAxiosError(error)) throw error;
        const now = nango.clock.now();
        const { days, atMs } = FAILURES.get(connection) ?? { days: 0, atMs: 0 };
        FAILURES.set(connection, {
            days: days + (Math.floor(now / DAY_MS) > Math.floor(atMs / DAY_MS) ? 1 : 0),
            atMs: now
        });
        throw refusal(SAID.refused);
    }
}

function refusal(said: string): ApiRefusal {
    return new ApiRefusal(424, 'invalid_credentials', said);
}
