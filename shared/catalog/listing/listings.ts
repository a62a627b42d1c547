/**
 * What can be listed, with the very mappers of the syncs. A key is the object's full name, part by part; it gives the
 * order of the items and the place to go on from.
 */
import { columnItems, columnsAfter } from './column-items.js';
import type { ColumnItem } from './column-items.js';
import { toDatabase } from '../kinds/database.js';
import type { Database } from '../kinds/database.js';
import { toListedRole } from '../kinds/role.js';
import type { ListedRole } from '../kinds/role.js';
import { toSchema } from '../kinds/schema.js';
import type { Schema } from '../kinds/schema.js';
import { toStage } from '../kinds/stage.js';
import type { Stage } from '../kinds/stage.js';
import { toStream } from '../kinds/stream.js';
import type { Stream } from '../kinds/stream.js';
import { toTable } from '../kinds/table.js';
import type { Table } from '../kinds/table.js';
import { toTask } from '../kinds/task.js';
import type { Task } from '../kinds/task.js';
import { toUser } from '../kinds/user.js';
import type { User } from '../kinds/user.js';
import { toView } from '../kinds/view.js';
import type { View } from '../kinds/view.js';
import { toWarehouse } from '../kinds/warehouse.js';
import type { Warehouse } from '../kinds/warehouse.js';
import type { ShowRow } from '../show-row.js';
import * as kinds from '../walked-kinds.js';
import type { WalkedKind } from '../walked-kinds.js';

export interface Keyed<Item> {
    readonly key: readonly string[];
    /** The part of the key that filters and pages by name go by. */
    readonly name: string;
    readonly item: Item;
}

export interface Listing<Item> {
    readonly kind: WalkedKind;
    readonly toItems: (rows: readonly ShowRow[]) => Keyed<Item>[];
    /** Those after the key of the last item given; null where that cannot be told any more. Unset: by the keys' order. */
    readonly itemsAfter?: (items: readonly Keyed<Item>[], after: readonly string[]) => Keyed<Item>[] | null;
}

/** Objects of the account: the name alone is the key. */
function ofAccount<Item extends { readonly name: string }>(
    kind: WalkedKind,
    toItem: (row: ShowRow) => Item
): Listing<Item> {
    return {
        kind,
        toItems: (rows) =>
            rows.map((row) => {
                const item = toItem(row);
                return { key: [item.name], name: item.name, item };
            })
    };
}

interface InSchema {
    readonly name: string;
    readonly database_name: string;
    readonly schema_name: string;
}

function ofSchema<Item extends InSchema>(kind: WalkedKind, toItem: (row: ShowRow) => Item): Listing<Item> {
    return {
        kind,
        toItems: (rows) =>
            rows.map((row) => {
                const item = toItem(row);
                return { key: [item.database_name, item.schema_name, item.name], name: item.name, item };
            })
    };
}

export type SchemaItem = Schema & { readonly owner: string | null };
export type UserItem = Omit<User, 'roles'>;

export const databases: Listing<Database> = ofAccount(kinds.DATABASES, toDatabase);
export const roles: Listing<ListedRole> = ofAccount(kinds.ROLES, toListedRole);
export const warehouses: Listing<Warehouse> = ofAccount(kinds.WAREHOUSES, toWarehouse);
export const users: Listing<UserItem> = ofAccount(kinds.USERS, (row) => {
    const { roles: _roles, ...user } = toUser(row, null, null);
    return user;
});

export const schemas: Listing<SchemaItem> = {
    kind: kinds.SCHEMAS,
    toItems: (rows) =>
        rows.map((row) => {
            const schema = toSchema(row);
            return {
                key: [schema.database_name, schema.name],
                name: schema.name,
                item: { ...schema, owner: schema.schema_owner }
            };
        })
};

export const tables: Listing<Table> = ofSchema(kinds.TABLES, toTable);
export const views: Listing<View> = ofSchema(kinds.VIEWS, toView);
export const stages: Listing<Stage> = ofSchema(kinds.STAGES, toStage);
export const streams: Listing<Stream> = ofSchema(kinds.STREAMS, toStream);
export const tasks: Listing<Task> = ofSchema(kinds.TASKS, toTask);

/** `filtered`: the rows are not all columns of their tables, so their ordinals are not known. */
export function columns(filtered: boolean): Listing<ColumnItem> {
    return { kind: kinds.COLUMNS, toItems: (rows) => columnItems(rows, filtered), itemsAfter: columnsAfter };
}
