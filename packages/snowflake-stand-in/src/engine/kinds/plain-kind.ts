/**
 * A kind of object in schemas that statements only create, list, alter, grant and drop (stages, streams, sequences ...):
 * all that the engine knows of it stands in one module beside this file, and nothing else names it but `index.ts`.
 */
import { showColumns, timestampCell } from '../cells.js';

import type { ColumnMeta } from '../../types.js';
import type { Account } from '../account.js';
import type { CellText } from '../cells.js';
import type { Context } from '../context.js';
import type { PlainObject, PlainObjectKind, Schema } from '../objects.js';
import type { Reader } from '../reader.js';

export interface PlainKind extends PlainObjectKind {
    /** As SHOW names it: STAGES. */
    readonly plural: string;
    /** As the answer to CREATE names it: "Stage area X successfully created." */
    readonly title: string;
    /** What the command gives it: TERSE, and LIMIT with STARTS WITH. `ignored`: taken, and without effect. */
    readonly clauses: { readonly terse: boolean | 'ignored'; readonly paging: boolean | 'ignored' };
    /** Its page says that a listing is cut at the cap; the pages of others speak of an error. */
    readonly cutAtCap: boolean;
    /** What GRANT ALL gives, the least first. */
    readonly privileges: readonly string[];
    /** Adds objects such as a real account has, e.g. to the sample account; returns how many. */
    addSample(account: Account, schema: Schema): number;
    columns(terse: boolean): readonly ColumnMeta[];
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

interface Definition<Facts extends object> extends Omit<PlainKind, 'columns' | 'create' | 'alter' | 'addSample'> {
    readonly sample: readonly (Common & Partial<Facts>)[];
    /** Of SHOW, as `showColumns` reads them. */
    readonly shown: string;
    /** What a new object has that nobody set. */
    defaults(account: Account): Facts;
    row(object: PlainObject, facts: Facts, account: Account): CellText[];
    read(reader: Reader, context: Context): Partial<Facts> & { readonly comment?: string };
    alter?(facts: Facts, reader: Reader): Partial<Facts> | null;
}

const TERSE = showColumns('created_on:time name kind database_name schema_name');

export function plainKind<Facts extends object>(
    definition: Definition<Facts>
): PlainKind & { add(account: Account, schema: Schema, given: Common & Partial<Facts>): PlainObject } {
    const { sample, shown, defaults, row, read, alter: alterFacts, ...known } = definition;
    const full = showColumns(shown);
    const factsOf = new WeakMap<PlainObject, Facts>();
    const kind = {
        ...known,
        columns: (terse: boolean) => (terse ? TERSE : full),
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
                comment: comment ?? '',
                row: (terse) =>
                    terse
                        ? terseRow(object, known.type)
                        : row(object, factsOf.get(object) ?? defaults(account), account)
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

function terseRow(object: PlainObject, kind: string): CellText[] {
    return [timestampCell(object.createdOn), object.name, kind, object.schema.database.name, object.schema.name];
}

export function start(object: PlainObject): CellText[] {
    return [timestampCell(object.createdOn), object.name, object.schema.database.name, object.schema.name];
}

export function ownerRoleType(object: PlainObject): string {
    return object.owner === '' ? '' : 'ROLE';
}
