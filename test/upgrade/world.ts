/** The account that records of an earlier version came from: the same at every run, times included. */
import { MovableClock } from 'stand-in-base/clock.js';

import { PASSWORD, startWorld } from '../../local/world.js';
import type { World, WorldOptions } from '../../local/world.js';

const RECORDED_AT = Date.UTC(2026, 10, 1, 9);

/** A query of each kind: by password those rows that are new, else all of them each time. */
const QUERY = { query: 'SELECT ID, NAME, PRICE FROM SHOP.PUBLIC.ITEMS', id_column: 'ID' };
const INCREMENTAL = { ...QUERY, incremental_column: 'ID' };

const STATEMENTS = [
    'USE WAREHOUSE NANGO_WH',
    "CREATE DATABASE SHOP COMMENT = 'What is sold'",
    'CREATE SCHEMA SHOP."Mixed Case"',
    'CREATE TABLE SHOP.PUBLIC.ITEMS (ID NUMBER(10, 0) NOT NULL, NAME VARCHAR, PRICE NUMBER(10, 2), AT TIMESTAMP_LTZ)',
    "INSERT INTO SHOP.PUBLIC.ITEMS VALUES (1, 'tea', 2.50, NULL), (2, 'coffee', 3.10, NULL), (3, NULL, 0, NULL)",
    'CREATE TABLE SHOP."Mixed Case"."odd ""name""" (A VARIANT, B ARRAY, C BINARY, D BOOLEAN, E DATE)',
    'CREATE VIEW SHOP.PUBLIC.CHEAP AS SELECT ID FROM SHOP.PUBLIC.ITEMS WHERE PRICE < 3',
    'CREATE ROLE CLERK',
    "CREATE ROLE MANAGER COMMENT = 'Runs the shop'",
    'GRANT ROLE CLERK TO ROLE MANAGER',
    "CREATE USER ANNA DEFAULT_ROLE = CLERK EMAIL = 'anna@example.com'",
    'GRANT ROLE MANAGER TO USER ANNA'
];

export interface UpgradeWorld extends World {
    readonly clock: MovableClock;
}

/** `folder`: the compiled project of another version. */
export async function startUpgradeWorld(
    folder?: string,
    around: Pick<WorldOptions, 'hosts' | 'place'> = {}
): Promise<UpgradeWorld> {
    const clock = new MovableClock(() => RECORDED_AT);
    const world = await startWorld({
        ...around,
        engine: { now: () => clock.now() },
        nango: { clock, ...(folder !== undefined && { folder }) },
        fill: async (engine) => {
            engine.account.addUser({ name: 'ADMIN', defaultRole: 'ACCOUNTADMIN' });
            engine.account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'ADMIN' });
            const admin = engine.openSession('ADMIN');
            for (const statement of STATEMENTS) await admin.execute(statement);
        }
    });
    for (const connection of world.nango.connections.list()) {
        connection.metadata = { ...(connection.integration.uniqueKey === PASSWORD ? INCREMENTAL : QUERY) };
    }
    return { ...world, clock };
}
