/** What tables and views are alike in: one namespace, and the same words for what is not there. */
import { moveTo } from '../collection.js';
import { createInSchema } from '../creation.js';
import { title } from '../../full-name.js';

import type { Context } from '../../context.js';
import type { Relation } from '../../objects/tree.js';
import type { Create, MakeInSchema } from '../creation.js';

/** A statement that says TABLE finds a view as well, and the other way round. */
export function findRelation(type: string): (context: Context, parts: readonly string[], command?: string) => Relation {
    return (context, parts, command = 'this operation') => context.findRelation(parts, title(type), command);
}

/** What it replaces goes once the new one is there, for the new one may be made of it. */
export function createRelation(type: string, make: MakeInSchema): Create {
    return createInSchema({
        type,
        existing: ({ relations }) => relations,
        make: async (work, reader, place, options) => {
            const replaced = place.schema.relations.get(place.name);
            await make(work, reader, place, options);
            if (!replaced) return;
            work.context.account.grants.forget(replaced);
            await work.store.dropAll([replaced]);
        }
    });
}

export function renameRelation(_context: Context, relation: Relation, name: string): void {
    moveTo(name, relation, relation.schema.relations);
}

export function touchRelation(relation: Relation, now: number): void {
    relation.lastDdl = now;
}
