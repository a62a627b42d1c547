/** SHOW of the plain kinds. Rows go by database, schema and name. */
import { plainObjects } from './kinds/plain-kind.js';
import { byName, schemasIn } from './listing.js';

import type { PlainKind } from './kinds/plain-kind.js';
import type { Context } from './context.js';
import type { Listed, Listing } from './listing.js';
import type { ShowCommand } from './show-command.js';

export function plainListing(kind: PlainKind): Listing {
    return { columns: (terse) => kind.columns(terse), objects: (context, command) => listed(kind, context, command) };
}

function* listed(kind: PlainKind, context: Context, command: ShowCommand): Generator<Listed, void, undefined> {
    for (const schema of schemasIn(context, command)) {
        for (const object of byName(plainObjects(schema, kind.type).values())) {
            if (!context.access.sees(object)) continue;
            yield { name: object.name, securable: object, row: (terse) => object.row(terse) };
        }
    }
}
