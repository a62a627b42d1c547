/** How SHOW and GRANT write an object: its type, and its name in full. */
import { qualified } from './names.js';

import type { Securable } from './objects.js';

/** As SHOW GRANTS names it. */
export function typeName(object: Securable): string {
    return object.type === 'PLAIN' ? object.kind.type : object.type;
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
