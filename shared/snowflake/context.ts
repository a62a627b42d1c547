/**
 * Role, warehouse, database and schema that a connection was set up with. They come from `connection_config`, which the
 * Connect session fills; an empty string means unset, as Connect UI sends one for a field left blank. They are written
 * as in SQL: `nango_wh` is NANGO_WH, `"mixedCase"` keeps its case, on every connection alike.
 */
import { z } from 'zod';
import { asIdentifier } from './identifiers.js';
import type { SetNames } from './session-names.js';

/**
 * An end user can fill keys that the session leaves open: what is no text counts as unset. A space at an end is a slip of
 * the hand here, as names with one are rare; an action's input takes them exactly.
 *
 * The SQL API would take a name exactly and a login would fold it: read here once, it is exact for both.
 */
const NameSchema = z
    .string()
    .nullish()
    .catch(null)
    .transform((name) =>
        name === undefined || name === null || name.trim() === '' ? undefined : asIdentifier(name.trim())
    );

const ContextSchema = z.object({ role: NameSchema, warehouse: NameSchema, database: NameSchema, schema: NameSchema });

export async function connectionContext(nango: {
    getConnection(): Promise<{ readonly connection_config: unknown }>;
}): Promise<SetNames> {
    const { connection_config: config } = await nango.getConnection();
    return dropUnset(ContextSchema.parse(config ?? {}));
}

/** `{ a: undefined }` becomes `{}`: an unset option must not hide a default below it. */
export function dropUnset<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
    for (const key in values) {
        const value = values[key];
        if (isSet(value)) kept[key] = value;
    }
    return kept;
}

function isSet<V>(value: V): value is Exclude<V, undefined> {
    return value !== undefined;
}
