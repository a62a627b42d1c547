/** How SHOW and GRANT write an object: its type, and its name in full. */
import { tableSort } from './objects/table.js';
import { viewSort } from './objects/view.js';
import { qualified } from './names.js';

import type { Securable } from './objects/tree.js';

/** What statements call its kind. */
export function typeName(object: Securable): string {
    return object.type === 'PLAIN' ? object.kind : object.type;
}

/** As messages begin with it: Network policy. */
export function title(type: string): string {
    return type.charAt(0) + type.slice(1).toLowerCase();
}

/** With what sort of table or view it is, as GRANT ... ON ALL and ON FUTURE tell them apart: EXTERNAL TABLE. */
export function specificType(object: Securable): string {
    if (object.type === 'TABLE') return tableSort(object);
    return object.type === 'VIEW' ? viewSort(object) : typeName(object);
}

/** The name as SHOW GRANTS writes it. */
export function fullName(object: Securable): string {
    if ('schema' in object) return qualified(object.schema.database.name, object.schema.name, object.name);
    return 'database' in object ? qualified(object.database.name, object.name) : qualified(object.name);
}
