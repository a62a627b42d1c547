/** Tells every open page what Nango's webhooks told the server, as server-sent events. */
import type { Webhook } from 'nango-snowflake';

/** What a page needs to know: which data to ask for again. */
export interface LiveEvent {
    readonly type: Webhook['type'];
    readonly integration: string;
    readonly connectionId: string;
    /** Null for an event of the connection itself. */
    readonly sync: string | null;
    readonly success: boolean;
}

type Listener = (event: LiveEvent) => void;

export class Live {
    readonly #listeners = new Set<Listener>();

    /** Gives a function that ends it. */
    listen(listener: Listener): () => void {
        this.#listeners.add(listener);
        return () => {
            this.#listeners.delete(listener);
        };
    }

    tell(event: LiveEvent): void {
        for (const listener of this.#listeners) listener(event);
    }
}

export function liveEvent(webhook: Webhook): LiveEvent {
    const { type, integration, connectionId, success } = webhook;
    return { type, integration, connectionId, sync: webhook.type === 'sync' ? webhook.sync : null, success };
}
