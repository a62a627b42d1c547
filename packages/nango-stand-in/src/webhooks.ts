/**
 * Nango's webhooks to the app: a connection that was made, renewed or deleted, a sync that ended, an asynchronous action
 * that is done. Keys are sorted, and the text that is sent is the text that is signed, with a key of its own.
 * https://nango.dev/docs/implementation-guides/platform/webhooks-from-nango
 */
import { createHash, createHmac } from 'node:crypto';

import type {
    NangoAsyncActionWebhookBody,
    NangoAuthWebhookBody,
    NangoSyncWebhookBody,
    NangoSyncWebhookBodyBase
} from '@nangohq/types';
import type { Connection } from './connections.js';
import type { ExecutionResult } from './outcome.js';
import type { CompiledSync } from './project.js';

const ATTEMPTS = 3;
const FIRST_WAIT_MS = 1_000;
const TIMEOUT_MS = 20_000;

type Body = NangoAuthWebhookBody | NangoSyncWebhookBody | NangoAsyncActionWebhookBody;

export interface WebhookOptions {
    readonly signingKey: string;
    /** The waits between two attempts are this many times shorter. */
    readonly timeScale: number;
    /** Called with what was sent, and the status of the answer; null where there was none. */
    readonly onSent: (url: string, body: string, status: number | null) => void;
}

export class Webhooks {
    /** Where they go: the primary and the secondary address of the environment. May be changed at any time. */
    urls: readonly string[] = [];
    readonly #options: WebhookOptions;
    readonly #sending = new Set<Promise<void>>();

    constructor(options: WebhookOptions) {
        this.#options = options;
    }

    /** Sends in the background: nobody waits for an app's answer. */
    send(body: Body): void {
        const text = JSON.stringify(sorted(body));
        for (const url of this.urls) {
            const sending = this.#deliver(url, text);
            this.#sending.add(sending);
            void sending.finally(() => this.#sending.delete(sending));
        }
    }

    get isIdle(): boolean {
        return this.#sending.size === 0;
    }

    async idle(): Promise<void> {
        await Promise.allSettled(this.#sending);
    }

    /** Tries again where no answer came or the app failed (5xx); what the app refused stays refused. */
    async #deliver(url: string, text: string): Promise<void> {
        const { signingKey, timeScale, onSent } = this.#options;
        const headers = {
            'content-type': 'application/json',
            'x-nango-signature': createHash('sha256').update(`${signingKey}${text}`).digest('hex'),
            'x-nango-hmac-sha256': createHmac('sha256', signingKey).update(text).digest('hex')
        };
        for (let attempt = 1; ; attempt++) {
            const signal = AbortSignal.timeout(TIMEOUT_MS);
            const answer = await fetch(url, { method: 'POST', headers, body: text, signal }).catch(() => null);
            await answer?.body?.cancel();
            const status = answer?.status ?? null;
            onSent(url, text, status);
            if ((status !== null && status < 500) || attempt === ATTEMPTS) return;
            await new Promise((resolve) => setTimeout(resolve, (FIRST_WAIT_MS * attempt) / timeScale));
        }
    }
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** A refused connection sends none: it never came to be. */
export function authBody(
    connection: Connection,
    authMode: NangoAuthWebhookBody['authMode'],
    operation: 'creation' | 'override' | 'deletion'
): NangoAuthWebhookBody {
    const { endUser, integration, connectionId, tags } = connection;
    return {
        from: 'nango',
        type: 'auth',
        connectionId,
        authMode,
        providerConfigKey: integration.uniqueKey,
        provider: integration.provider,
        environment: 'dev',
        operation,
        ...(Object.keys(tags).length > 0 && { tags }),
        ...(endUser !== null && {
            endUser: {
                endUserId: endUser.id,
                ...(endUser.organization && { organizationId: endUser.organization.id }),
                ...(endUser.email !== undefined && { endUserEmail: endUser.email }),
                tags: { ...endUser.tags }
            }
        }),
        success: true
    };
}

export interface EndedSync {
    readonly connection: Connection;
    readonly definition: CompiledSync;
    readonly variant: string;
    readonly startedAt: Date;
    readonly isFirst: boolean;
    readonly result: ExecutionResult;
}

/** One for each model where the sync succeeded, one in all where it failed; none for a run that goes on later. */
export function syncBodies(ended: EndedSync): NangoSyncWebhookBody[] {
    const { connection, definition, variant, startedAt, isFirst, result } = ended;
    const at = startedAt.toISOString();
    const base = (model: string): NangoSyncWebhookBodyBase => ({
        from: 'nango',
        type: 'sync',
        connectionId: connection.connectionId,
        providerConfigKey: connection.integration.uniqueKey,
        syncName: definition.name,
        syncVariant: variant,
        model,
        syncType: isFirst ? 'INITIAL' : 'INCREMENTAL'
    });
    const named = (model: string): string => (variant === 'base' ? model : `${model}::${variant}`);
    if (result.status === 'success') {
        return definition.output.map((model) => {
            const { added, updated, deleted } = result.counts[named(model)] ?? { added: 0, updated: 0, deleted: 0 };
            return {
                ...base(named(model)),
                success: true,
                responseResults: { added, updated, deleted },
                modifiedAfter: at,
                queryTimeStamp: isFirst ? null : at
            };
        });
    }
    if (result.error === null) return [];
    const { type, payload } = result.error;
    const said = payload['message'];
    return [
        {
            ...base(definition.output.map(named).join(',')),
            success: false,
            error: {
                type,
                description: typeof said === 'string' ? said : JSON.stringify(payload),
                additional_properties: {}
            },
            startedAt: at,
            failedAt: new Date().toISOString()
        }
    ];
}
