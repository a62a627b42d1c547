/** What CREATE does for every kind: whether it may, what is there already, and what it answers. */
import { statusResult } from '../cells.js';
import { alreadyExists, insufficientPrivileges } from '../failures.js';
import { readProperties, textProperty } from '../properties.js';
import { title } from '../full-name.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Schema } from '../objects.js';
import type { Property } from '../properties.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';

/** What stands between CREATE and the name. */
export interface CreateOptions {
    readonly orReplace: boolean;
    readonly ifNotExists: boolean;
    /** TRANSIENT, TEMPORARY, SECURE, MATERIALIZED ... */
    readonly words: ReadonlySet<string>;
}

interface Wanted {
    /** As the answer names it: "Stage area X successfully created." */
    readonly title: string;
    readonly name: string;
    readonly exists: boolean;
}

export async function createUnlessExists(
    { title: word, name, exists }: Wanted,
    { orReplace, ifNotExists }: CreateOptions,
    make: () => Promise<void> | void
): Promise<ResultSet> {
    if (exists && !orReplace) {
        if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
        throw alreadyExists(name);
    }
    await make();
    return statusResult(`${word} ${name} successfully created.`);
}

/** What a statement says of every object of the account. */
export interface Given {
    readonly name: string;
    readonly owner: string;
    readonly comment: string;
}

interface OfAccount {
    readonly type: string;
    /** The system role that may make one without being granted it. */
    readonly creator: string | null;
    existing(context: Context): ReadonlyMap<string, unknown>;
    make(context: Context, given: Given, properties: ReadonlyMap<string, Property>, options: CreateOptions): void;
}

export async function createInAccount(
    { context }: Work,
    reader: Reader,
    { type, creator, existing, make }: OfAccount,
    options: CreateOptions
): Promise<ResultSet> {
    const name = reader.name();
    if (!context.access.mayCreate(type, creator)) throw insufficientPrivileges('account', 'ACCOUNT');
    const wanted = { title: title(type), name, exists: existing(context).has(name) };
    return createUnlessExists(wanted, options, () => {
        const properties = readProperties(reader);
        reader.end();
        const comment = textProperty(properties, 'COMMENT') ?? '';
        make(context, { name, owner: context.session.role, comment }, properties, options);
    });
}

export interface Place {
    readonly schema: Schema;
    readonly name: string;
    readonly owner: string;
}

interface OfSchema {
    readonly type: string;
    readonly title: string;
    existing(schema: Schema): ReadonlyMap<string, unknown>;
    make(place: Place): Promise<void> | void;
}

export async function createInSchema(
    { context }: Work,
    reader: Reader,
    kind: OfSchema,
    options: CreateOptions
): Promise<ResultSet> {
    const { schema, name } = context.place(reader.qualifiedName(), `CREATE ${kind.type}`);
    if (!context.access.mayCreateIn(schema, kind.type)) throw insufficientPrivileges('schema', schema.name);
    const wanted = { title: kind.title, name, exists: kind.existing(schema).has(name) };
    return createUnlessExists(wanted, options, () => kind.make({ schema, name, owner: context.session.role }));
}
