/** Finds what GRANT, SHOW GRANTS, COMMENT and DROP speak of: an object type and a name. */
import { cannotOperate, doesNotExist } from './failures.js';
import { qualified } from './names.js';

import type { Context } from './context.js';
import type { Securable } from './objects.js';
import type { Reader } from './reader.js';

export const OBJECT_TYPES = [
    'DATABASE',
    'SCHEMA',
    'TABLE',
    'VIEW',
    'STAGE',
    'STREAM',
    'TASK',
    'WAREHOUSE',
    'ROLE',
    'USER'
] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

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
    return OBJECT_TYPES.find((type) => reader.accept(type)) ?? null;
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
    const found = { STAGE: schema.stages, STREAM: schema.streams, TASK: schema.tasks }[type].get(name);
    return visible(found && access.sees(found) ? found : undefined);
}

export function title(type: ObjectType): string {
    return type.charAt(0) + type.slice(1).toLowerCase();
}

/** The name as SHOW GRANTS writes it. */
export function fullName(object: Securable): string {
    switch (object.type) {
        case 'SCHEMA':
            return qualified(object.database.name, object.name);
        case 'TABLE':
        case 'VIEW':
        case 'STAGE':
        case 'STREAM':
        case 'TASK':
            return qualified(object.schema.database.name, object.schema.name, object.name);
        default:
            return qualified(object.name);
    }
}
