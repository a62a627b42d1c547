/** A session of an integration whose fields stand in `connection_config` as they are given. */
import type { SessionConfig } from '../shared/ways/way.js';

interface Fields {
    /** The key of `connection_config`, by the name of the field. */
    readonly required: Readonly<Record<string, string>>;
    /** Set to nothing where they are left out: what is left open, the end user could fill. */
    readonly optional?: Readonly<Record<string, string>>;
}

export function setFields({ required, optional = {} }: Fields): SessionConfig<Readonly<Record<string, unknown>>> {
    return (given, keep) => {
        const text = (field: string): string | undefined => given[field]?.toString();
        return Object.fromEntries([
            ...Object.entries(required).map(([field, key]) => [key, text(field) ?? '']),
            ...Object.entries(optional).map(([field, key]) => [key, keep(key, text(field)) ?? ''])
        ]);
    };
}
