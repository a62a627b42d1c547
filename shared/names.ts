/**
 * A list of names as a text: `names('ROLE, USER')` is ['ROLE', 'USER'], and typed so. For lists that are read as a whole,
 * where a line for each would say no more.
 */
export type NameIn<Text extends string> = Text extends `${infer First}, ${infer Rest}` ? First | NameIn<Rest> : Text;

export function names<Text extends string>(...lines: readonly Text[]): readonly NameIn<Text>[];
/** TypeScript splits the text by its type as `split` does at run time; the overload says so. */
export function names(...lines: readonly string[]): readonly string[] {
    return lines.flatMap((line) => line.split(', '));
}

export function nameSet<Text extends string>(...lines: readonly Text[]): ReadonlySet<NameIn<Text>> {
    return new Set(names(...lines));
}

/** The same value by each of these names. */
export function eachName<Text extends string, Value>(
    list: Text | readonly Text[],
    value: Value
): { readonly [Name in NameIn<Text>]: Value };
export function eachName<Value>(list: string | readonly string[], value: Value): Readonly<Record<string, Value>> {
    return Object.fromEntries(
        [list]
            .flat()
            .flatMap((line) => names(line))
            .map((name) => [name, value])
    );
}

/** These fields of something, in this order. */
export function pick<From extends { readonly [Name in NameIn<Text>]: unknown }, Text extends string>(
    from: From,
    ...lines: readonly Text[]
): Pick<From, NameIn<Text>>;
export function pick(from: Readonly<Record<string, unknown>>, ...lines: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(names(...lines).map((name) => [name, from[name]]));
}
