/** A promise that is settled from outside: what tests and holds wait on in place of sleeping. */
export interface Deferred {
    readonly promise: Promise<void>;
    resolve(): void;
}

const nothing = (): void => undefined;

export function deferred(): Deferred {
    let settle = nothing;
    const promise = new Promise<void>((resolve) => {
        settle = resolve;
    });
    return { promise, resolve: () => settle() };
}
