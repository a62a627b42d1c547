/** A table of orders in an account that gives small partitions, and the sync of a query over it. */
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import type { Session } from 'snowflake-stand-in/types.js';
import { CONNECTION, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

export const ORDERS = { query: 'SELECT * FROM SALES.PUBLIC.ORDERS', id_column: 'id', warehouse: 'NANGO_WH' };

export interface Orders {
    readonly world: World;
    readonly session: Session;
    /** Rows as the text of their values: ID, REGION, AMOUNT, UPDATED_AT, DAY. */
    insert(...rows: string[]): Promise<void>;
    run(integration: string, variant?: string): Promise<ExecutionResult>;
    rowOf(integration: string, id: string): unknown;
    ids(integration: string, model?: string): string[];
}

export async function startOrders(): Promise<Orders> {
    const world = await startWorld({
        snowflake: {
            partitions: { firstBytes: 1e9, laterBytes: 1e9, rows: 700 },
            chunks: { firstBytes: 1e9, laterBytes: 1e9, rows: 700 }
        }
    });
    const session = world.engine.openSession(USER, { warehouse: 'NANGO_WH' });
    for (const statement of [
        'CREATE DATABASE SALES',
        'USE SCHEMA SALES.PUBLIC',
        'CREATE TABLE ORDERS (ID NUMBER(38,0), REGION VARCHAR, AMOUNT NUMBER(20,2), UPDATED_AT TIMESTAMP_NTZ, DAY DATE)'
    ]) {
        await session.execute(statement);
    }
    return {
        world,
        session,
        insert: async (...rows) => {
            await session.execute(
                `INSERT INTO SALES.PUBLIC.ORDERS SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')})`
            );
        },
        run: async (integration, variant = 'base') =>
            await world.nango.runSync(integration, 'query-results', CONNECTION, { variant }),
        rowOf: (integration, id) =>
            world.nango.records(integration, CONNECTION, 'QueryResult').find((record) => record['id'] === id)?.[
                'row_data'
            ],
        ids: (integration, model = 'QueryResult') =>
            world.nango
                .records(integration, CONNECTION, model)
                .map((record) => String(record['id']))
                .sort()
    };
}

/** What a run did to the records. */
export function saved(result: ExecutionResult): { added: number; updated: number; deleted: number; unchanged: number } {
    const { added = 0, updated = 0, deleted = 0, unchanged = 0 } = result.counts['QueryResult'] ?? {};
    return { added, updated, deleted, unchanged };
}
