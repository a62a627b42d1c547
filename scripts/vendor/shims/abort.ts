/** AbortController as far as the bundled packages use it: one event, told once. A whole EventTarget is 6 KB a function. */
type Listener = (event: { readonly type: 'abort' }) => void;

export class AbortSignal {
    aborted = false;
    reason: unknown = undefined;
    onabort: Listener | null = null;
    readonly #listeners = new Set<Listener>();

    static abort(reason?: unknown): AbortSignal {
        const controller = new AbortController();
        controller.abort(reason);
        return controller.signal;
    }

    addEventListener(_type: 'abort', listener: Listener): void {
        this.#listeners.add(listener);
    }

    removeEventListener(_type: 'abort', listener: Listener): void {
        this.#listeners.delete(listener);
    }

    throwIfAborted(): void {
        if (this.aborted) throw this.reason;
    }

    /** The controller's own. */
    end(reason: unknown): void {
        if (this.aborted) return;
        this.aborted = true;
        this.reason = reason;
        const listeners = [...this.#listeners];
        this.#listeners.clear();
        for (const listener of [this.onabort, ...listeners]) listener?.({ type: 'abort' });
    }
}

export class AbortController {
    readonly signal = new AbortSignal();

    abort(reason: unknown = Object.assign(new Error('This operation was aborted'), { name: 'AbortError' })): void {
        this.signal.end(reason);
    }
}
