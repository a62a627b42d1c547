/**
 * A kind of object in schemas that statements only create, list, alter, grant and drop (stages, streams, sequences ...):
 * one module beside this file says its facts.
 */
import { showColumns } from '../cells.js';
import { IN_SCHEMA, listed, schemasIn } from '../listing.js';
import { byName } from '../names.js';
import { moveTo } from './collection.js';
import { createInSchema } from './creation.js';
import { existing } from '../existence.js';
import { TERSE, terseRow } from './rows.js';

import type { Account } from '../account.js';
import type { CellText } from '../cells.js';
import type { Context } from '../context.js';
import type { Clauses, ShowCommand } from '../listing.js';
import type { PlainObject, Schema } from '../objects/tree.js';
import type { Reader } from '../reader.js';
import type { Kind } from './kind.js';

export interface PlainKind extends Kind<PlainObject> {
    /** As SHOW names it: STAGES. */
    readonly plural: string;
    /** Adds objects such as a real account has, e.g. to the sample account; returns how many. */
    addSample(account: Account, schema: Schema): number;
}

/** What every object has; the rest are the facts of its kind. */
interface Common {
    readonly name: string;
    readonly createdOn?: number;
    readonly owner?: string;
    readonly comment?: string;
}

interface Definition<Facts extends object> {
    readonly type: string;
    readonly plural: string;
    /** As the answer to CREATE names it: "Stage area X successfully created." */
    readonly title: string;
    /** Of SHOW: where they are not those of everything in schemas. */
    readonly clauses?: Partial<Clauses>;
    readonly cutAtCap?: boolean;
    /** What GRANT ALL gives, the least first. */
    readonly privileges: readonly string[];
    readonly sample: readonly (Common & Partial<Facts>)[];
    /** Of SHOW, as `showColumns` reads them. */
    readonly shown: string;
    /** What a new object has that nobody set. */
    defaults(account: Account): Facts;
    row(object: PlainObject, facts: Facts, account: Account): CellText[];
    /** CREATE, from behind the name on. */
    read(reader: Reader, context: Context): Partial<Facts> & { readonly comment?: string };
    /** ALTER, from behind the name on; null when it is none of its own forms. */
    alter?(facts: Facts, reader: Reader): Partial<Facts> | null;
}

export function plainKind<Facts extends object>(
    definition: Definition<Facts>
): PlainKind & { add(account: Account, schema: Schema, given: Common & Partial<Facts>): PlainObject } {
    const { type, plural, title, sample, defaults, row } = definition;
    const full = showColumns(definition.shown);
    const factsOf = new WeakMap<PlainObject, Facts>();
    const add = (account: Account, schema: Schema, given: Common & Partial<Facts>): PlainObject => {
        const { name, createdOn, owner, comment, ...facts } = given;
        const object: PlainObject = {
            id: account.nextId(),
            type: 'PLAIN',
            kind: type,
            schema,
            name,
            createdOn: createdOn ?? account.now(),
            owner: owner ?? 'SYSADMIN',
            comment: comment ?? ''
        };
        factsOf.set(object, { ...defaults(account), ...facts });
        plainObjects(schema, type).set(name, object);
        account.grants.applyFuture(object, object.createdOn);
        return object;
    };
    return {
        type,
        plural,
        home: 'SCHEMA',
        privileges: { [type]: definition.privileges },
        listings: [
            {
                name: plural,
                clauses: { ...IN_SCHEMA, ...definition.clauses },
                cutAtCap: definition.cutAtCap ?? false,
                columns: (terse) => (terse ? TERSE : full),
                objects: (context, command) =>
                    listed(plainObjectsIn(context, command, type), (object, terse) =>
                        terse
                            ? terseRow(object, type)
                            : row(object, factsOf.get(object) ?? defaults(context.account), context.account)
                    )
            }
        ],
        add,
        addSample: (account, schema) => {
            for (const given of sample) add(account, schema, given);
            return sample.length;
        },
        find: (context, parts, command = 'this operation') => {
            const { schema, name } = context.place(parts, command);
            const object = plainObjects(schema, type).get(name);
            return existing(object && context.access.sees(object) ? object : undefined, type, parts);
        },
        create: createInSchema({
            type,
            title,
            existing: (schema) => plainObjects(schema, type),
            make: ({ context }, reader, { schema, name, owner }) => {
                add(context.account, schema, { ...definition.read(reader, context), name, owner });
            }
        }),
        change: (_work, object, reader) => {
            const facts = factsOf.get(object);
            const changed = facts && definition.alter?.(facts, reader);
            if (!facts || !changed) return false;
            factsOf.set(object, { ...facts, ...changed });
            return true;
        },
        rename: (_context, object, name) => moveTo(name, object, plainObjects(object.schema, type)),
        remove: (_account, _store, object) => {
            plainObjects(object.schema, type).delete(object.name);
        }
    };
}

/** The objects of one kind in a schema, by name. */
export function plainObjects(schema: Schema, type: string): Map<string, PlainObject> {
    const known = schema.plain.get(type);
    if (known) return known;
    const none = new Map<string, PlainObject>();
    schema.plain.set(type, none);
    return none;
}

function* plainObjectsIn(
    context: Context,
    command: ShowCommand,
    type: string
): Generator<PlainObject, void, undefined> {
    for (const schema of schemasIn(context, command)) {
        for (const object of byName(plainObjects(schema, type).values())) if (context.access.sees(object)) yield object;
    }
}
