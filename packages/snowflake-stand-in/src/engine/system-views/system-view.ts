/**
 * Views that Snowflake itself keeps: those of every database's INFORMATION_SCHEMA, and of SNOWFLAKE.ACCOUNT_USAGE. Their
 * rows are made when a statement names them, put into the store for that statement alone, and read there as any table.
 */
import { DuckDBTimestampTZValue } from '@duckdb/node-api';
import { fixed, plain, storageType, temporal, text } from '../data-types.js';
import { tooMuchData } from '../failures.js';
import { columnOf } from '../column.js';
import { NEW_VIEW } from '../objects/view.js';
import { physicalIdentifier, physicalName } from '../store.js';
import { storedIdentifier } from '../stored-names.js';

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Access } from '../access.js';
import type { Account } from '../account.js';
import type { DataType } from '../data-types.js';
import type { Schema, View } from '../objects/tree.js';

/** A time is milliseconds since 1970. */
export type Value = string | number | null;
export type Values = Readonly<Record<string, Value | undefined>>;

/** Who asks, in which account. */
export interface Asker {
    readonly account: Account;
    readonly access: Access;
}

export interface SystemView {
    readonly name: string;
    /** By name, in order. */
    readonly columns: ReadonlyMap<string, DataType>;
    /** Whether the role may read it at all. */
    readonly isOpenTo: (asker: Asker) => boolean;
    /** By the names of the columns; what is not there is null. */
    rows(asker: Asker, home: Schema): Iterable<Values>;
}

const TYPES: Readonly<Record<string, () => DataType>> = {
    number: () => fixed(38, 0),
    time: () => temporal('TIMESTAMP_LTZ', 3),
    boolean: () => plain('BOOLEAN')
};

/** Columns in words: text unless marked `:number` or `:time`. */
export function columnsInWords(words: string): ReadonlyMap<string, DataType> {
    return new Map(
        words
            .split(/\s+/)
            .filter(Boolean)
            .map((word) => {
                const [name = '', type = ''] = word.split(':');
                return [name, TYPES[type]?.() ?? text()] as const;
            })
    );
}

export function yes(value: boolean): 'YES' | 'NO' {
    return value ? 'YES' : 'NO';
}

const relations = new WeakMap<Schema, Map<string, View>>();
const definitions = new WeakMap<View, SystemView>();

/** The view as a relation of its schema. It is in no listing: SHOW would have to list all of Snowflake's. */
export function systemRelation(account: Account, schema: Schema, definition: SystemView): View {
    const known = relations.get(schema) ?? new Map<string, View>();
    relations.set(schema, known);
    const before = known.get(definition.name);
    if (before) return before;
    const view: View = {
        ...NEW_VIEW,
        type: 'VIEW',
        id: account.nextId(),
        name: definition.name,
        createdOn: schema.createdOn,
        owner: '',
        comment: '',
        schema,
        columns: [...definition.columns].map(([name, type]) => columnOf({ name, type })),
        isSystem: true
    };
    definitions.set(view, definition);
    known.set(definition.name, view);
    return view;
}

/** Into a table of the connection alone, so that statements side by side do not see each other's. */
export async function fillSystemView(connection: DuckDBConnection, asker: Asker, view: View): Promise<void> {
    const system = definitions.get(view);
    if (!system) throw new Error(`${view.name} is no view of Snowflake's own`);
    const columns = [...system.columns].map(([name, type]) => ({ name, type: storageType(type) }));
    const list = columns.map(({ name, type }) => `${storedIdentifier(name)} ${duckType(type)}`).join(', ');
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${physicalIdentifier(view)} (${list})`);
    const appender = await connection.createAppender(physicalName(view), 'main', 'temp');
    let left = view.schema.name === 'INFORMATION_SCHEMA' ? asker.account.informationSchemaRows : Infinity;
    for (const row of system.rows(asker, view.schema)) {
        if ((left -= 1) < 0) throw tooMuchData();
        for (const { name, type } of columns) {
            const value = row[name] ?? null;
            if (value === null) appender.appendNull();
            else if (type === 'TIMESTAMPTZ') {
                appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(Math.floor(Number(value))) * 1000n));
            } else if (typeof value === 'number') appender.appendBigInt(BigInt(Math.floor(value)));
            else appender.appendVarchar(value);
        }
        appender.endRow();
    }
    appender.closeSync();
}

/** Whole numbers of a catalogue fit; a DECIMAL would have to be written digit by digit. */
function duckType(type: string): string {
    return type.startsWith('DECIMAL') ? 'BIGINT' : type;
}
