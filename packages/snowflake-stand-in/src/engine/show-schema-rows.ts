/** What the rows of every kind of object in schemas start and end with. */
import { showColumns, timestampCell } from './cells.js';

import type { CellText } from './cells.js';
import type { Listed } from './listing.js';
import type { SchemaObject } from './objects.js';

export const TERSE = showColumns('created_on:time name kind database_name schema_name');

export function terseRow(object: SchemaObject, kind: string): CellText[] {
    return [timestampCell(object.createdOn), object.name, kind, object.schema.database.name, object.schema.name];
}

export function start(object: SchemaObject): CellText[] {
    return [timestampCell(object.createdOn), object.name, object.schema.database.name, object.schema.name];
}

export function* listed<T extends SchemaObject>(
    objects: Iterable<T>,
    row: (object: T, terse: boolean, history: boolean) => CellText[]
): Generator<Listed, void, undefined> {
    for (const object of objects) {
        yield { name: object.name, securable: object, row: (terse, history) => row(object, terse, history) };
    }
}

export function ownerRoleType(object: SchemaObject): string {
    return object.owner === '' ? '' : 'ROLE';
}
