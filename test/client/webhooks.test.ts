/** Nango's webhooks: what is about this package is read by type, all else is null, and nothing unsigned is believed. */
import { createHmac } from 'node:crypto';

import { Nango } from '@nangohq/node';
import type { NangoAuthWebhookBody, NangoSyncWebhookBody } from '@nangohq/node';
import { expect, test } from 'vitest';

import { parseWebhook, snowflake } from '../../client/index.js';

const SUCCESS: NangoSyncWebhookBody = {
    from: 'nango',
    type: 'sync',
    connectionId: 'c',
    providerConfigKey: 'snowflake-jwt',
    syncName: 'tables',
    syncVariant: 'base',
    model: 'Table',
    syncType: 'INCREMENTAL',
    success: true,
    modifiedAfter: '2026-01-01T00:00:00.000Z',
    responseResults: { added: 1, updated: 2, deleted: 3 },
    queryTimeStamp: null
};

const AUTH: NangoAuthWebhookBody = {
    from: 'nango',
    type: 'auth',
    connectionId: 'c',
    authMode: 'BASIC',
    providerConfigKey: 'snowflake-password',
    provider: 'private-api-basic',
    environment: 'dev',
    operation: 'creation',
    tags: { organization_id: 'org-1', end_user_id: 'user-7' },
    success: true
};

test('a run that succeeded says what changed and since when', () => {
    expect(parseWebhook(SUCCESS)).toEqual({
        type: 'sync',
        integration: 'snowflake-jwt',
        connectionId: 'c',
        sync: 'tables',
        model: 'Table',
        variant: 'base',
        success: true,
        modifiedAfter: '2026-01-01T00:00:00.000Z',
        added: 1,
        updated: 2,
        deleted: 3
    });
});

test('a run that failed says why', () => {
    const { modifiedAfter: _m, responseResults: _r, queryTimeStamp: _q, ...run } = SUCCESS;
    const failed: NangoSyncWebhookBody = {
        ...run,
        success: false,
        error: { type: 'script_http_error', description: 'The role is not granted.' },
        startedAt: '2026-01-01',
        failedAt: '2026-01-01'
    };
    expect(parseWebhook(failed)).toMatchObject({
        sync: 'tables',
        success: false,
        error: { code: 'script_http_error', message: 'The role is not granted.' }
    });
});

test('a run of a variant, and a failed run that names no model, still say which model it is', () => {
    expect(parseWebhook({ ...SUCCESS, syncVariant: 'eu', model: 'Table::eu' })).toMatchObject({
        model: 'Table',
        variant: 'eu'
    });
    const error = { type: 'timeout', description: 'Too long' };
    expect(parseWebhook({ ...SUCCESS, model: '', success: false, error })).toMatchObject({
        sync: 'tables',
        model: 'Table',
        success: false
    });
});

test('a new connection says whose it is, by tags or by the older end user', () => {
    const whose = { integration: 'snowflake-password', organizationId: 'org-1', endUserId: 'user-7', error: null };
    expect(parseWebhook(AUTH)).toMatchObject(whose);
    const { tags: _tags, ...older } = AUTH;
    expect(
        parseWebhook({ ...older, endUser: { endUserId: 'user-7', organizationId: 'org-1', tags: {} } })
    ).toMatchObject(whose);
});

test.each([
    ['another integration', { ...SUCCESS, providerConfigKey: 'hubspot' }],
    ['an integration named like a property of every object', { ...SUCCESS, providerConfigKey: 'constructor' }],
    ['another sync', { ...SUCCESS, syncName: 'contacts' }],
    ['another model of a sync of ours', { ...SUCCESS, model: 'Column' }],
    ["another integration's connection", { ...AUTH, providerConfigKey: 'hubspot' }],
    ['a forwarded webhook', { from: 'hubspot', type: 'forward', payload: {} }],
    ['an async action', { from: 'nango', type: 'async_action', connectionId: 'c', providerConfigKey: 'snowflake-jwt' }],
    ['nothing', null]
])('%s reads as null', (_what, body) => {
    expect(parseWebhook(body)).toBeNull();
});

test('a signed webhook is read, a changed or unsigned one refused', () => {
    const webhookSigningKey = crypto.randomUUID();
    const client = snowflake(new Nango({ host: 'https://nango.example', apiKey: 'k', webhookSigningKey }));
    const body = JSON.stringify(SUCCESS);
    const headers = { 'X-Nango-Hmac-Sha256': createHmac('sha256', webhookSigningKey).update(body).digest('hex') };
    expect(client.webhook(body, headers)).toEqual(parseWebhook(SUCCESS));
    const refusal = expect.objectContaining({ code: 'invalid_signature' });
    expect(() => client.webhook(body.replace('Table', 'Tablf'), headers)).toThrow(refusal);
    expect(() => client.webhook(body, {})).toThrow(refusal);
});
