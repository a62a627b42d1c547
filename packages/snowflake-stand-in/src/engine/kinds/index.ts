/** The list of kinds, and what SHOW lists of them. A new kind is a module beside this file and a line here. */
import { typeName } from '../full-name.js';
import { acceptSorted } from '../sorted-words.js';
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
import type { Securable } from '../objects/tree.js';
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

/** The kind that a statement names. */
export function readKind(reader: Reader): Kind {
    const named = acceptSorted(reader, KINDS, ({ type }) => type);
    if (!named) throw reader.unexpected();
    return named.found;
}
