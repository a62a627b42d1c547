/** What the registry keeps of a function's spec. */
export function sync<Models>({ models }: { readonly models: Models }): { readonly models: Models } {
    return { models };
}

export interface ActionSchemasOf<Input, Output> {
    readonly input: Input;
    readonly output: Output;
}

/** The input as callers may write it, where models are told of less. */
export function action<Accepts, Output>(spec: {
    readonly accepts: Accepts;
    readonly output: Output;
}): ActionSchemasOf<Accepts, Output>;
export function action<Input, Output>(spec: ActionSchemasOf<Input, Output>): ActionSchemasOf<Input, Output>;
export function action(spec: {
    readonly accepts?: unknown;
    readonly input?: unknown;
    readonly output: unknown;
}): ActionSchemasOf<unknown, unknown> {
    return { input: spec.accepts ?? spec.input, output: spec.output };
}
