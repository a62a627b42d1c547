/**
 * A kind of object in schemas that statements only create, list, alter, grant and drop (stages, streams, sequences ...):
 * all that the engine knows of it stands in one module beside this file, and nothing else names it but `index.ts`.
 */
import { showColumns } from '../cells.js';
import { byName, IN_SCHEMA, schemasIn } from '../listing.js';
import { listed, TERSE, terseRow } from './rows.js';

import type { Account } from '../account.js';
import type { CellText } from '../cells.js';
import type { Context } from '../context.js';
import type { Clauses, Listing, ShowCommand } from '../listing.js';
import type { PlainObject, PlainObjectKind, Schema } from '../objects.js';
import type { Reader } from '../reader.js';

export interface PlainKind extends PlainObjectKind {
    /** As SHOW names it: STAGES. */
    readonly plural: string;
    readonly listing: Listing;
    /** As the answer to CREATE names it: "Stage area X successfully created." */
    readonly title: string;
    /** What GRANT ALL gives, the least first. */
    readonly privileges: readonly string[];
    /** Adds objects such as a real account has, e.g. to the sample account; returns how many. */
    addSample(account: Account, schema: Schema): number;
    /** CREATE, from behind the name on. */
    create(context: Context, reader: Reader, place: Place): void;
}

export interface Place {
    readonly schema: Schema;
    readonly name: string;
    readonly owner: string;
}

/** What every object has; the rest are the facts of its kind. */
interface Common {
    readonly name: string;
    readonly createdOn?: number;
    readonly owner?: string;
    readonly comment?: string;
}

interface Definition<Facts extends object> extends Omit<PlainKind, 'listing' | 'create' | 'alter' | 'addSample'> {
    /** Of SHOW: where they are not those of everything in schemas. */
    readonly clauses?: Partial<Clauses>;
    readonly cutAtCap?: boolean;
    readonly sample: readonly (Common & Partial<Facts>)[];
    /** Of SHOW, as `showColumns` reads them. */
    readonly shown: string;
    /** What a new object has that nobody set. */
    defaults(account: Account): Facts;
    row(object: PlainObject, facts: Facts, account: Account): CellText[];
    read(reader: Reader, context: Context): Partial<Facts> & { readonly comment?: string };
    alter?(facts: Facts, reader: Reader): Partial<Facts> | null;
}

export function plainKind<Facts extends object>(
    definition: Definition<Facts>
): PlainKind & { add(account: Account, schema: Schema, given: Common & Partial<Facts>): PlainObject } {
    const { clauses, cutAtCap = false, sample, shown, defaults, row, read, alter: alterFacts, ...known } = definition;
    const full = showColumns(shown);
    const factsOf = new WeakMap<PlainObject, Facts>();
    const kind = {
        ...known,
        listing: {
            name: known.plural,
            clauses: { ...IN_SCHEMA, ...clauses },
            cutAtCap,
            columns: (terse: boolean) => (terse ? TERSE : full),
            objects: (context: Context, command: ShowCommand) =>
                listed(plainObjectsIn(context, command, known.type), (object, terse) =>
                    terse
                        ? terseRow(object, known.type)
                        : row(object, factsOf.get(object) ?? defaults(context.account), context.account)
                )
        },
        add: (account: Account, schema: Schema, given: Common & Partial<Facts>): PlainObject => {
            const { name, createdOn, owner, comment, ...facts } = given;
            const object: PlainObject = {
                id: account.nextId(),
                type: 'PLAIN',
                kind,
                schema,
                name,
                createdOn: createdOn ?? account.now(),
                owner: owner ?? 'SYSADMIN',
                comment: comment ?? ''
            };
            factsOf.set(object, { ...defaults(account), ...facts });
            plainObjects(schema, known.type).set(name, object);
            account.grants.applyFuture(object, object.createdOn);
            return object;
        },
        addSample: (account: Account, schema: Schema): number => {
            for (const given of sample) kind.add(account, schema, given);
            return sample.length;
        },
        create: (context: Context, reader: Reader, { schema, name, owner }: Place): void => {
            kind.add(context.account, schema, { ...read(reader, context), name, owner });
        },
        alter: (object: PlainObject, reader: Reader): boolean => {
            const facts = factsOf.get(object);
            const changed = facts && alterFacts?.(facts, reader);
            if (!facts || !changed) return false;
            factsOf.set(object, { ...facts, ...changed });
            return true;
        }
    };
    return kind;
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
