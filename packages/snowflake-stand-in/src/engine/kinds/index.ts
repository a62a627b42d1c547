/** The list of plain kinds, and of what SHOW lists. A new kind is a module beside this file and a line here. */
import { databaseListing } from './databases/show.js';
import { networkPolicyListing } from './network-policies/show.js';
import { columnListing } from './relations/show-columns.js';
import { objectListing } from './relations/show-objects.js';
import { roleListing } from './roles/show.js';
import { schemaListing } from './schemas/show.js';
import { sequences } from './sequences.js';
import { stages } from './stages.js';
import { streams } from './streams.js';
import { keyListings } from './tables/show-keys.js';
import { tableListing } from './tables/show.js';
import { tasks } from './tasks.js';
import { userListing } from './users/show.js';
import { semanticViewListing, viewListing } from './views/show.js';
import { warehouseListing } from './warehouses/show.js';

import type { Listing } from '../listing.js';
import type { PlainKind } from './plain-kind.js';

export const PLAIN_KINDS: readonly PlainKind[] = [sequences, stages, streams, tasks];

export const LISTINGS: readonly Listing[] = [
    databaseListing,
    schemaListing,
    tableListing,
    ...keyListings,
    viewListing,
    semanticViewListing,
    objectListing,
    columnListing,
    ...PLAIN_KINDS.map(({ listing }) => listing),
    warehouseListing,
    roleListing,
    userListing,
    networkPolicyListing
];
