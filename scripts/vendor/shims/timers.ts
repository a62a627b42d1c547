/**
 * The timers that Nango's sandbox lacks, over the one it has. Its `setTimeout` is Node's own, so that a handle can be
 * closed and refreshed.
 */
type Handle = ReturnType<typeof setTimeout>;

export function clearTimeout(handle?: Handle | null): void {
    handle?.close();
}

export function setInterval(
    run: (...args: readonly unknown[]) => void,
    ms: number,
    ...args: readonly unknown[]
): Handle {
    const handle = setTimeout(() => {
        // Refreshed first: a callback that throws or that clears its own interval must have the last word.
        handle.refresh();
        run(...args);
    }, ms);
    return handle;
}

export const clearInterval = clearTimeout;

export function setImmediate(run: (...args: readonly unknown[]) => void, ...args: readonly unknown[]): Handle {
    return setTimeout(() => run(...args), 0);
}

export const clearImmediate = clearTimeout;

export function queueMicrotask(run: () => void): void {
    void Promise.resolve().then(run);
}
