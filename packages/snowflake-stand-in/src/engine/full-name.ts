/** How SHOW and GRANT write an object: its type, and its name in full. */
import { qualified } from './names.js';

import type { Securable } from './objects.js';

/** What GRANT and the privileges of a type go by. */
export function typeName(object: Securable): string {
    return object.type === 'PLAIN' ? object.kind.type : object.type;
}

/** With what sort of table or view it is, as GRANT ... ON ALL and ON FUTURE tell them apart: EXTERNAL TABLE. */
export function specificType(object: Securable): string {
    if (object.type === 'TABLE') {
        if (object.external) return 'EXTERNAL TABLE';
        if (object.dynamic) return 'DYNAMIC TABLE';
        if (object.iceberg) return 'ICEBERG TABLE';
        return object.event ? 'EVENT TABLE' : 'TABLE';
    }
    if (object.type !== 'VIEW') return typeName(object);
    return object.materialized ? 'MATERIALIZED VIEW' : object.semantic ? 'SEMANTIC VIEW' : 'VIEW';
}

/** The name as SHOW GRANTS writes it. */
export function fullName(object: Securable): string {
    switch (object.type) {
        case 'SCHEMA':
            return qualified(object.database.name, object.name);
        case 'TABLE':
        case 'VIEW':
        case 'PLAIN':
            return qualified(object.schema.database.name, object.schema.name, object.name);
        default:
            return qualified(object.name);
    }
}
