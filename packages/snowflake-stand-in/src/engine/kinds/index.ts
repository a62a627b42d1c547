/** The list of kinds, and what SHOW lists of them. A new kind is a module beside this file and a line here. */
import { typeName } from '../full-name.js';
import { databases } from './databases/databases.js';
import { networkPolicies } from './network-policies/network-policies.js';
import { columnListing } from './relations/show-columns.js';
import { objectListing } from './relations/show-objects.js';
import { roles } from './roles/roles.js';
import { schemas } from './schemas/schemas.js';
import { sequences } from './sequences.js';
import { stages } from './stages.js';
import { streams } from './streams.js';
import { tables } from './tables/tables.js';
import { tasks } from './tasks.js';
import { users } from './users/users.js';
import { views } from './views/views.js';
import { warehouses } from './warehouses/warehouses.js';

import type { Listing } from '../listing.js';
import type { Securable } from '../objects.js';
import type { Reader } from '../reader.js';
import type { Kind } from './kind.js';
import type { PlainKind } from './plain-kind.js';

export const PLAIN_KINDS: readonly PlainKind[] = [sequences, stages, streams, tasks];

export const KINDS: readonly Kind[] = [
    databases,
    schemas,
    tables,
    views,
    ...PLAIN_KINDS,
    warehouses,
    roles,
    users,
    networkPolicies
];

/** Of each kind its own, and those of tables and views together. */
export const LISTINGS: readonly Listing[] = [
    ...KINDS.flatMap(({ listings }) => listings),
    objectListing,
    columnListing
];

const byType = new Map(KINDS.map((kind) => [kind.type, kind]));

export function kindOf(object: Securable): Kind {
    const kind = byType.get(typeName(object));
    if (!kind) throw new Error(`No kind has the type ${typeName(object)}`);
    return kind;
}

/** A kind as statements name it, with the word before it that says its sort: EXTERNAL TABLE. */
export interface NamedKind {
    readonly kind: Kind;
    readonly sort: string | null;
}

/** Null when none of them comes next. */
export function readKind(reader: Reader, among: readonly Kind[] = KINDS): NamedKind | null {
    for (const kind of among) {
        const words = kind.type.split(' ');
        const sort = kind.sorts?.find((word) => reader.isNext(word, ...words)) ?? null;
        if (sort !== null) reader.next();
        if (reader.accept(...words)) return { kind, sort };
    }
    return null;
}

export function expectKind(reader: Reader): Kind {
    const named = readKind(reader);
    if (!named) throw reader.unexpected();
    return named.kind;
}
