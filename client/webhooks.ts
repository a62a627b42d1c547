/**
 * Nango's webhooks, as far as they are about this package: a sync that ended and a connection that was made, renewed or
 * found broken. Everything else reads as null, so an app can pass all of Nango's webhooks through here.
 * https://nango.dev/docs/implementation-guides/platform/webhooks-from-nango
 */
import { z } from 'zod';
import { functions } from './functions.js';
import { isIntegrationId } from './names.js';
import type { IntegrationId, ModelName, SyncName } from './names.js';

type SyncResult =
    | {
          readonly success: true;
          /** Give it to `records`: they bring what this run changed. */
          readonly modifiedAfter: string;
          readonly added: number;
          readonly updated: number;
          readonly deleted: number;
      }
    | { readonly success: false; readonly error: { readonly code: string; readonly message: string } };

/** A run of a sync ended. Integration, sync and model belong together, so narrowing one narrows the others. */
export type SyncWebhook = {
    [I in IntegrationId]: {
        [S in SyncName<I>]: {
            readonly type: 'sync';
            readonly integration: I;
            readonly connectionId: string;
            readonly sync: S;
            readonly model: ModelName<I, S>;
            /** `base` unless a variant ran. */
            readonly variant: string;
        } & SyncResult;
    }[SyncName<I>];
}[IntegrationId];

/** A connection was made (`creation`), got new credentials (`override`) or its credentials failed (`refresh`). */
export interface ConnectionWebhook {
    readonly type: 'auth';
    readonly integration: IntegrationId;
    readonly connectionId: string;
    readonly operation: string;
    readonly success: boolean;
    readonly organizationId: string | null;
    readonly endUserId: string | null;
    readonly error: { readonly code: string; readonly message: string } | null;
}

export type Webhook = SyncWebhook | ConnectionWebhook;

const ErrorSchema = z
    .object({ type: z.string().catch('unknown'), description: z.string().catch('') })
    .transform(({ type, description }) => ({ code: type, message: description }));

const Common = { from: z.literal('nango'), providerConfigKey: z.string(), connectionId: z.string() };
const SyncRun = {
    ...Common,
    type: z.literal('sync'),
    syncName: z.string(),
    syncVariant: z.string().default('base')
};
const SyncSchema = z.discriminatedUnion('success', [
    z.object({
        ...SyncRun,
        success: z.literal(true),
        model: z.string(),
        modifiedAfter: z.string(),
        responseResults: z.object({ added: z.number(), updated: z.number(), deleted: z.number().default(0) })
    }),
    z.object({ ...SyncRun, success: z.literal(false), error: ErrorSchema })
]);

const AuthSchema = z.object({
    ...Common,
    type: z.literal('auth'),
    operation: z.string(),
    success: z.boolean(),
    tags: z.record(z.string(), z.string()).nullish(),
    endUser: z.object({ endUserId: z.string(), organizationId: z.string().nullish() }).nullish(),
    error: ErrorSchema.nullish()
});

/** Reads the body of a webhook; null when it is not about this package. Verify the signature first. */
export function parseWebhook(body: unknown): Webhook | null {
    const auth = AuthSchema.safeParse(body).data;
    if (auth !== undefined) return connectionWebhook(auth);
    const run = SyncSchema.safeParse(body).data;
    if (run === undefined) return null;
    const event = {
        type: run.type,
        integration: run.providerConfigKey,
        connectionId: run.connectionId,
        sync: run.syncName,
        // A failed run may name all models or none; the sync has one.
        model: run.success ? withoutVariant(run.model) : (modelOf(run.providerConfigKey, run.syncName) ?? ''),
        variant: run.syncVariant,
        ...(run.success
            ? { success: run.success, modifiedAfter: run.modifiedAfter, ...run.responseResults }
            : { success: run.success, error: run.error })
    };
    return isOurs(event) ? event : null;
}

type LooseSyncWebhook = { readonly integration: string; readonly sync: string; readonly model: string } & Omit<
    SyncWebhook,
    'integration' | 'sync' | 'model'
>;

/** The registry decides: an integration of this package, one of its syncs, the model of that sync. */
function isOurs(event: LooseSyncWebhook): event is SyncWebhook {
    return modelOf(event.integration, event.sync) === event.model;
}

function modelOf(integration: string, sync: string): string | undefined {
    if (!isIntegrationId(integration)) return undefined;
    const syncs = new Map<string, { readonly models: object }>(Object.entries(functions[integration].syncs));
    return Object.keys(syncs.get(sync)?.models ?? {})[0];
}

/** Nango keeps the records of a variant under `Model::variant`. */
function withoutVariant(model: string): string {
    return model.replace(/::.*$/s, '');
}

function connectionWebhook(auth: z.output<typeof AuthSchema>): ConnectionWebhook | null {
    if (!isIntegrationId(auth.providerConfigKey)) return null;
    return {
        type: auth.type,
        integration: auth.providerConfigKey,
        connectionId: auth.connectionId,
        operation: auth.operation,
        success: auth.success,
        organizationId: auth.tags?.['organization_id'] ?? auth.endUser?.organizationId ?? null,
        endUserId: auth.tags?.['end_user_id'] ?? auth.endUser?.endUserId ?? null,
        error: auth.error ?? null
    };
}
