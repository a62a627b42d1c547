/** What CREATE does for every kind: whether it may, what is there already, and what it answers. */
import { statusResult } from '../cells.js';
import { alreadyExists, insufficientPrivileges } from '../failures.js';
import { readProperties, textProperty } from '../properties.js';
import { title } from '../full-name.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Schema } from '../objects/tree.js';
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

/** CREATE, from the name on. */
export type Create = (work: Work, reader: Reader, options: CreateOptions) => Promise<ResultSet>;

interface OfAccount {
    readonly type: string;
    /** The system role that may make one without being granted it. */
    readonly creator: string | null;
    existing(context: Context): ReadonlyMap<string, unknown>;
    make(context: Context, given: Given, properties: ReadonlyMap<string, Property>, options: CreateOptions): void;
}

export function createInAccount({ type, creator, existing, make }: OfAccount): Create {
    return async ({ context }, reader, options) => {
        const name = reader.name();
        if (!context.access.mayCreate(type, creator)) throw insufficientPrivileges('account', 'ACCOUNT');
        const wanted = { title: title(type), name, exists: existing(context).has(name) };
        return createUnlessExists(wanted, options, () => {
            const properties = readProperties(reader);
            reader.end();
            const comment = textProperty(properties, 'COMMENT') ?? '';
            make(context, { name, owner: context.session.role, comment }, properties, options);
        });
    };
}

export interface Place {
    readonly schema: Schema;
    readonly name: string;
    readonly owner: string;
}

/** Reads what follows the name, and makes the object. */
export type MakeInSchema = (work: Work, reader: Reader, place: Place, options: CreateOptions) => Promise<void> | void;

interface OfSchema {
    readonly type: string;
    /** As the answer names it. Default: the type. */
    readonly title?: string;
    existing(schema: Schema): ReadonlyMap<string, unknown>;
    readonly make: MakeInSchema;
}

export function createInSchema({ type, title: word = title(type), existing, make }: OfSchema): Create {
    return async (work, reader, options) => {
        const { context } = work;
        const { schema, name } = context.place(reader.qualifiedName(), `CREATE ${type}`);
        if (!context.access.mayCreateIn(schema, type)) throw insufficientPrivileges('schema', schema.name);
        const wanted = { title: word, name, exists: existing(schema).has(name) };
        const place = { schema, name, owner: context.session.role };
        return createUnlessExists(wanted, options, () => make(work, reader, place, options));
    };
}
