/** What the rows of SHOW have in common. */
import { showColumns, timestampCell } from '../cells.js';

import type { CellText } from '../cells.js';
import type { SchemaObject } from '../objects/tree.js';

export const TERSE = showColumns('created_on:time name kind database_name schema_name');

/** HISTORY lists what was dropped as well, which this account keeps nothing of: the column is there, and empty. */
export function droppedOn(history: boolean): string {
    return history ? 'dropped_on:time' : '';
}

export function terseRow(object: SchemaObject, kind: string): CellText[] {
    return [timestampCell(object.createdOn), object.name, kind, object.schema.database.name, object.schema.name];
}

export function start(object: SchemaObject): CellText[] {
    return [timestampCell(object.createdOn), object.name, object.schema.database.name, object.schema.name];
}

export function ownerRoleType({ owner }: { readonly owner: string }): string {
    return owner === '' ? '' : 'ROLE';
}
