/**
 * A kind of object, with all that is known of it: the SHOW command and where it may be paged, the model, and how its
 * sync and its listing present themselves. Each stands in a module of its own in `kinds/`; entry files, the client's
 * registry, `nango.yaml` and docs follow from it.
 */
import type { z } from 'zod';
import { columnsOf, readerOf, schemaOf } from './fields.js';
import type { Fields, ModelFields, SchemaOf } from './fields.js';
import type { LeftOut } from './left-out.js';
import type { ShowRow } from './show-row.js';

export type Level = 'account' | 'database' | 'schema' | 'table';

/** What the walk must know. The one thing to get right is `pagedIn`. */
export interface WalkedKind {
    /** As SHOW names it. */
    readonly plural: string;
    /** Of SHOW: those that are read (null) and those that are left out, with the reason; any other is new. */
    readonly columns: KnownColumnNames;
    /** The narrowest scope that holds such objects; a larger listing than the cap there cannot be split by scopes. */
    readonly livesIn: Level;
    /** The scope in which names are unique and the documentation of SHOW lists LIMIT ... FROM; null where there is none. */
    readonly pagedIn: Level | null;
    /** SHOW takes STARTS WITH and honours it. */
    readonly startsWith: boolean;
    /** Null for objects of the account. */
    readonly schemaOf: ((row: ShowRow) => string) | null;
    /** The columns, and fields of a record, that say where an object stands: its full name, or the table of a column. */
    readonly names: readonly string[];
}

/** Where objects of a kind live, with what follows from it. */
interface Home extends Omit<WalkedKind, 'plural' | 'columns'> {
    /** As in "table of the schemas in scope". */
    readonly inScope: string;
    /** What a sync of them costs. */
    readonly cost: string;
}

const schemaName = (row: ShowRow): string => row.required('schema_name');
const ONE_PER_DATABASE = 'One request per database.';

/** Of a kind whose SHOW knows LIKE alone, or ignores the rest. */
export const LIKE_ALONE = { pagedIn: null, startsWith: false } as const;

export const IN_ACCOUNT = {
    livesIn: 'account',
    pagedIn: 'account',
    startsWith: true,
    schemaOf: null,
    names: ['name'],
    inScope: 'in scope',
    cost: 'One request.'
} as const satisfies Home;

export const IN_DATABASE = {
    livesIn: 'database',
    pagedIn: 'database',
    startsWith: true,
    schemaOf: (row: ShowRow) => row.required('name'),
    names: ['database_name', 'name'],
    inScope: 'of the databases in scope',
    cost: ONE_PER_DATABASE
} as const satisfies Home;

export const IN_SCHEMA = {
    livesIn: 'schema',
    pagedIn: 'schema',
    startsWith: true,
    schemaOf: schemaName,
    names: ['database_name', 'schema_name', 'name'],
    inScope: 'of the schemas in scope',
    cost: ONE_PER_DATABASE
} as const satisfies Home;

export const IN_TABLE = {
    livesIn: 'table',
    ...LIKE_ALONE,
    schemaOf: schemaName,
    names: ['database_name', 'schema_name', 'table_name'],
    inScope: 'of the tables and views in scope',
    cost: ONE_PER_DATABASE
} as const satisfies Home;

export type RecordSchema = z.ZodObject<{ id: z.ZodString }>;

/** What a sync of a kind tells of itself; it has the kind's name. */
export interface KindSync<Model extends string = string, Schema extends RecordSchema = RecordSchema> {
    readonly model: Model;
    readonly description: string;
    /** "One record per ...". */
    readonly record: string;
    readonly schema: Schema;
}

/** A sync whose records come from the rows of SHOW alone. */
export interface RowSync<Model extends string = string, Schema extends RecordSchema = RecordSchema> extends KindSync<
    Model,
    Schema
> {
    /** The rows of one SHOW, in its order. */
    readonly toRecords: (rows: readonly ShowRow[]) => z.output<Schema>[];
}

/** How narrow a scope the input of a listing can name; some of Nango's public templates name it in two ways. */
export type Scopes = Level | 'schema by either name';

/** A listing of a kind; its name is `list-` and the kind's. */
export interface KindListing<
    Items extends string = string,
    Schema extends z.ZodObject = z.ZodObject,
    Takes extends Scopes = Scopes
> {
    readonly description: string;
    readonly takes: Takes;
    /**
     * The output's field with the items, as in Nango's public templates (`tables`, but `items` for users and views), so
     * that an app can move over without a change.
     */
    readonly items: Items;
    readonly schema: Schema;
    /** `filtered`: the rows are not all that SHOW would give without LIKE or STARTS WITH. */
    toItems(rows: readonly ShowRow[], filtered: boolean): Keyed<z.output<Schema>>[];
    /** Those after the key of the last item given; null where that cannot be told any more. Unset: by the keys' order. */
    itemsAfter?(items: readonly Keyed<z.output<Schema>>[], after: readonly string[]): Keyed<z.output<Schema>>[] | null;
}

/** A key is the object's full name, part by part; it gives the order of the items and the place to go on from. */
export interface Keyed<Item> {
    readonly key: readonly string[];
    /** The part of the key that filters and pages by name go by. */
    readonly name: string;
    readonly item: Item;
}

export interface Kind extends WalkedKind {
    /** In the plural, as functions are named. */
    readonly name: string;
    /** Unset for a kind that is only listed. */
    readonly sync?: KindSync;
    readonly listing?: KindListing;
}

export type KnownColumnNames = ReadonlyMap<string, string | null>;

export function knownColumns(fields: Fields<never>, leftOut: LeftOut): KnownColumnNames {
    return new Map([...columnsOf(fields).map((name) => [name, null] as const), ...Object.entries(leftOut)]);
}

/** What names a kind, as functions and as SHOW do. */
export function named<const Name extends string>(name: Name): { readonly name: Name; readonly plural: Uppercase<Name> };
export function named(name: string): { readonly name: string; readonly plural: string } {
    return { name, plural: name.toUpperCase() };
}

/** The sync of a kind whose rows say all. */
export function syncOf<Model extends string, F extends ModelFields<unknown>>(
    { inScope, cost }: Home,
    fields: F,
    model: Model,
    about: string
): RowSync<Model, SchemaOf<F>> {
    const read = readerOf<unknown, F>(fields);
    return {
        model,
        description: `${about} ${cost}`,
        record: `${model.toLowerCase()} ${inScope}`,
        schema: schemaOf(fields),
        toRecords: (rows) => rows.map((row) => read(row, undefined))
    };
}

interface ListingFacts<Items extends string, Takes extends Scopes> {
    /** Columns that are in no field. */
    readonly leftOut?: LeftOut;
    readonly description: string;
    /** Unset: the kind's name. */
    readonly items?: Items;
    /** Unset: where the kind lives. */
    readonly takes?: Takes;
}

/** A kind with its listing, whose rows say all, and whose key is its full name. The overload states what is unset. */
export function listedKind<
    const Name extends string,
    Where extends Home,
    F extends ModelFields<unknown>,
    Items extends string = Name,
    Takes extends Scopes = Where['livesIn']
>(
    name: Name,
    home: Where,
    fields: F,
    facts: ListingFacts<Items, Takes>
): ReturnType<typeof named<Name>> &
    Where & { readonly columns: KnownColumnNames; readonly listing: KindListing<Items, SchemaOf<F>, Takes> };
export function listedKind(
    name: string,
    home: Home,
    fields: ModelFields<unknown>,
    { leftOut = {}, description, items = name, takes = home.livesIn }: ListingFacts<string, Scopes>
): Kind & { readonly listing: KindListing } {
    const read = readerOf<unknown, ModelFields<unknown>>(fields);
    return {
        ...named(name),
        ...home,
        columns: knownColumns(fields, leftOut),
        listing: {
            description,
            takes,
            items,
            schema: schemaOf(fields),
            toItems: (rows) =>
                rows.map((row) => ({
                    key: home.names.map((column) => row.required(column)),
                    name: row.required('name'),
                    item: read(row, undefined)
                }))
        }
    };
}
