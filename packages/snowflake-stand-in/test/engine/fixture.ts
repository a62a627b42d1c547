/** A small account with an administrator and an empty database, for tests that build what they need. */
import { createEngine } from '../../src/engine/engine.js';
import { StatementFailure } from '../../src/types.js';

import type { EngineOptions, SnowflakeEngine } from '../../src/engine/engine.js';
import type { BindValue, ResultSet, Session } from '../../src/types.js';

export interface Fixture {
    readonly engine: SnowflakeEngine;
    readonly admin: Session;
    run(statement: string, binds?: readonly BindValue[]): Promise<ResultSet>;
    /** The values of one column. */
    names(statement: string, column?: string): Promise<(string | null)[]>;
    /** The refusal's code. */
    refusal(statement: string, session?: Session): Promise<string>;
    /** A session of a user with that role alone. */
    as(role: string): Session;
}

export async function fixture(options: EngineOptions = {}): Promise<Fixture> {
    const engine = await createEngine(options);
    const { account } = engine;
    account.addWarehouse({ name: 'WH' });
    account.addUser({ name: 'ADMIN', defaultRole: 'ACCOUNTADMIN', defaultWarehouse: 'WH' });
    account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'ADMIN' });
    account.addDatabase({ name: 'DB' });
    const admin = engine.openSession('ADMIN', { database: 'DB', schema: 'PUBLIC' });
    return {
        engine,
        admin,
        run: (statement, binds) => admin.execute(statement, binds),
        names: async (statement, column = 'name') => cells(await admin.execute(statement), column),
        refusal: (statement, session = admin) => refusalOf(session.execute(statement)),
        as: (role) => {
            if (!account.roles.has(role)) account.addRole({ name: role });
            const user = `USER_OF_${role}`;
            if (!account.users.has(user)) account.addUser({ name: user, defaultRole: role });
            account.grantRole(role, { kind: 'USER', name: user });
            return engine.openSession(user);
        }
    };
}

export function cells(result: ResultSet, column: string): (string | null)[] {
    const index = result.columns.findIndex((candidate) => candidate.name === column);
    if (index === -1) throw new Error(`There is no column ${column}`);
    return result.rows.map((row) => row[index] ?? null);
}

export async function refusalOf(work: Promise<unknown>): Promise<string> {
    try {
        await work;
    } catch (error) {
        if (error instanceof StatementFailure) return error.code;
        throw error;
    }
    return 'no refusal';
}
