/**
 * Connecting by OAuth, as a browser does it: `/oauth/connect` sends the popup to the provider, `/oauth/callback` takes it
 * back and redeems the code, and the page that opened it hears of the end by a WebSocket.
 */
import { randomUUID } from 'node:crypto';

import { getProvider } from '@nangohq/providers';
import axios, { isAxiosError } from 'axios';
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';

import { HostRoutes } from '../host-routes.js';
import { ApiRefusal } from './reply.js';

import type { Credentials, Integration } from '../connections.js';
import type { Popups } from './popups.js';
import type { ServedNango } from './served-nango.js';

/** What a Connect session lets its bearer do with an integration. */
export interface Allowed {
    readonly integration: Integration;
    connectionConfig(query: Record<string, string>): Record<string, unknown>;
    /** Answers the connection's id. */
    connect(credentials: Credentials, connectionConfig: Record<string, unknown>): Promise<string>;
}

interface UnderWay extends Allowed {
    readonly config: Record<string, unknown>;
    readonly popup: string;
}

const OAuthProvider = z.object({
    authorization_url: z.string(),
    authorization_params: z.record(z.string(), z.string()).default({}),
    token_url: z.string(),
    token_params: z.record(z.string(), z.string()).default({})
});
const Answer = z.object({ access_token: z.string(), expires_in: z.number(), refresh_token: z.string().default('') });

export function oauthConnectRoutes(
    nango: ServedNango,
    popups: Popups,
    allowed: (token: string | undefined, integration: string, mode: string) => Allowed
): Hono {
    const app = new Hono();
    const underWay = new Map<string, UnderWay>();
    const callback = (): string => `${nango.url}/oauth/callback`;

    app.get('/oauth/connect/:integration', (context) => {
        const query = context.req.query();
        const may = allowed(query['connect_session_token'], context.req.param('integration'), 'OAUTH2');
        const config = may.connectionConfig(query);
        const { authorization_url: template, authorization_params: params } = oauthProvider(may.integration);
        const state = randomUUID();
        underWay.set(state, { ...may, config, popup: query['ws_client_id'] ?? '' });
        const url = new URL(filled(template, config));
        const { clientId = '', scopes = '' } = may.integration.oauth ?? {};
        const asked = { ...params, client_id: clientId, redirect_uri: callback(), state };
        for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
        if (scopes !== '') url.searchParams.set('scope', scopes);
        return context.redirect(leadingTo(nango, url));
    });

    app.get('/oauth/callback', async (context) => {
        const { state = '', code, error } = context.req.query();
        const flow = underWay.get(state);
        underWay.delete(state);
        if (flow === undefined)
            throw new ApiRefusal(400, 'state_err', `Invalid state parameter passed in the callback: ${state}`);
        const told = await ended(flow, code, error);
        popups.tell(flow.popup, told);
        return context.html(
            html`<!doctype html>
                <title>Nango</title>
                <p>You can close this window.</p>
                <script>
                    window.close();
                </script>`
        );
    });

    async function ended(flow: UnderWay, code: string | undefined, error: string | undefined): Promise<object> {
        const failed = (type: string, message: string): object => ({
            message_type: 'error',
            provider_config_key: flow.integration.uniqueKey,
            error_type: type,
            error_desc: message
        });
        if (code === undefined) {
            const why = error === undefined ? '' : ` ${error}`;
            return failed('callback_err', `Did not get authorization code in the callback.${why}`);
        }
        try {
            const credentials = await redeemed(flow, code);
            const connectionId = await flow.connect(credentials, flow.config);
            return {
                message_type: 'success',
                provider_config_key: flow.integration.uniqueKey,
                connection_id: connectionId,
                is_pending: false
            };
        } catch (cause) {
            if (cause instanceof ApiRefusal) return failed(cause.code, cause.message);
            if (isAxiosError(cause)) return failed('token_err', 'The external API refused the authorization code.');
            throw cause;
        }
    }

    async function redeemed({ integration, config }: UnderWay, code: string): Promise<Credentials> {
        const { token_url: template, token_params: params } = oauthProvider(integration);
        const form = new URLSearchParams({ ...params, code, redirect_uri: callback() });
        const { data } = await axios.post(filled(template, config), form.toString(), {
            proxy: false,
            httpAgent: nango.network.httpAgent,
            httpsAgent: nango.network.httpsAgent,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            auth: { username: integration.oauth?.clientId ?? '', password: integration.oauth?.clientSecret ?? '' }
        });
        const answer = Answer.parse(data);
        return {
            type: 'OAUTH2',
            access_token: answer.access_token,
            refresh_token: answer.refresh_token,
            expires_at: new Date(nango.clock.now() + answer.expires_in * 1_000).toISOString()
        };
    }
    return app;
}

function oauthProvider({ provider }: Integration): z.infer<typeof OAuthProvider> {
    return OAuthProvider.parse(getProvider(provider));
}

function filled(template: string, config: Record<string, unknown>): string {
    return template.replaceAll(/\$\{connectionConfig\.(\w+)\}/g, (_, key: string) => String(config[key]));
}

/** A browser knows nothing of where this Nango leads host names: it is sent to the place itself. */
function leadingTo(nango: ServedNango, url: URL): string {
    const place = new HostRoutes(nango.hosts).find(url.hostname);
    return place === null ? url.href : `http://${place.host}:${place.port}${url.pathname}${url.search}`;
}
