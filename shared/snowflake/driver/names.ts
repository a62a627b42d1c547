/**
 * Role, warehouse, database and schema of a session. The driver's protocol has them for the session, the SQL API for
 * each statement: a statement that wants others switches the session first, and only where they differ.
 */
import { z } from 'zod';
import type { StatementOptions } from '../client.js';
import { displayIdentifier, quoteIdentifier } from '../identifiers.js';
import type { SessionNames } from '../session-names.js';

const NameSchema = z
    .string()
    .nullish()
    .transform((name) => name ?? undefined);

/** As a login answers. */
export const SessionNamesSchema = z
    .object({ roleName: NameSchema, warehouseName: NameSchema, databaseName: NameSchema, schemaName: NameSchema })
    .transform((info): SessionNames => ({
        role: info.roleName,
        warehouse: info.warehouseName,
        database: info.databaseName,
        schema: info.schemaName
    }));

/** What a statement runs with: its own names, and for the others those of the login. */
export function wantedNames(login: SessionNames, options: StatementOptions): SessionNames {
    const database = options.database ?? login.database;
    return {
        role: options.role ?? login.role,
        warehouse: options.warehouse ?? login.warehouse,
        database,
        // The login's schema is one of the login's database.
        schema: options.schema ?? (database === login.database ? login.schema : undefined)
    };
}

const KINDS = ['role', 'warehouse', 'database', 'schema'] as const;

export interface NameSwitch {
    readonly kind: (typeof KINDS)[number];
    readonly name: string;
    readonly statement: string;
}

/** The first switch that is needed, or undefined. One at a time: a role or a database changes what else is current. */
export function nextSwitch(current: SessionNames, wanted: SessionNames): NameSwitch | undefined {
    for (const kind of KINDS) {
        const name = wanted[kind];
        if (name !== undefined && name !== current[kind]) {
            return { kind, name, statement: `USE ${kind.toUpperCase()} ${quoteIdentifier(name)}` };
        }
    }
    return undefined;
}

/** A stored name as a login takes it, which would fold it: `my wh` becomes `"my wh"`, `mixedCase` `"mixedCase"`. */
export function loginIdentifier(name: string): string {
    return displayIdentifier(name);
}
