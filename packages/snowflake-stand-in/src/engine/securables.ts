/** Finds what GRANT, SHOW GRANTS, COMMENT and DROP speak of: an object type and a name. */
import { cannotOperate, doesNotExist } from './failures.js';
import { PLAIN_KINDS } from './kinds/index.js';
import { plainObjects } from './kinds/plain-kind.js';
import { qualified } from './names.js';

import type { Context } from './context.js';
import type { PlainKind } from './kinds/plain-kind.js';
import type { Securable } from './objects.js';
import type { Reader } from './reader.js';

export const OBJECT_TYPES = ['DATABASE', 'SCHEMA', 'TABLE', 'VIEW', 'WAREHOUSE', 'ROLE', 'USER'] as const;
/** One of these, or the type of a plain kind. */
export type ObjectType = (typeof OBJECT_TYPES)[number] | PlainKind;

/** Reads e.g. `TABLE`, `MATERIALIZED VIEW`, `EXTERNAL TABLE`; null when none comes next. */
export function readObjectType(reader: Reader): ObjectType | null {
    for (const word of [
        'MATERIALIZED',
        'EXTERNAL',
        'DYNAMIC',
        'ICEBERG',
        'EVENT',
        'HYBRID',
        'TRANSIENT',
        'TEMPORARY',
        'SEMANTIC'
    ]) {
        if (reader.isNext(word, 'TABLE') || reader.isNext(word, 'VIEW')) reader.next();
    }
    return (
        OBJECT_TYPES.find((type) => reader.accept(type)) ??
        PLAIN_KINDS.find(({ type }) => reader.accept(...type.split(' '))) ??
        null
    );
}

export function findSecurable(context: Context, type: ObjectType, parts: readonly string[]): Securable {
    const { account, access } = context;
    const name = parts.at(-1) ?? '';
    const visible = (object: Securable | undefined): Securable => {
        if (!object) throw type === 'WAREHOUSE' ? cannotOperate() : doesNotExist(title(type), qualified(...parts));
        return object;
    };
    switch (type) {
        case 'DATABASE':
            return context.findDatabase(name);
        case 'SCHEMA':
            return context.scopeSchema(parts);
        case 'WAREHOUSE': {
            const warehouse = account.warehouses.get(name);
            return visible(warehouse && (access.managesGrants || access.hasAny(warehouse)) ? warehouse : undefined);
        }
        case 'ROLE':
            return visible(account.roles.get(name));
        case 'USER':
            return visible(account.users.get(name));
        default:
            break;
    }
    const { schema } = context.place(parts, 'this operation');
    if (type === 'TABLE' || type === 'VIEW') return context.findRelation(parts, title(type));
    const found = plainObjects(schema, type.type).get(name);
    return visible(found && access.sees(found) ? found : undefined);
}

export function title(type: ObjectType): string {
    const word = typeof type === 'string' ? type : type.type;
    return word.charAt(0) + word.slice(1).toLowerCase();
}
