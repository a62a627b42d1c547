/** USE, ALTER SESSION, SET and UNSET: what changes the session alone. Null when the statement is none of these. */
import { statusResult } from '../cells.js';
import { cannotOperate, roleNotAssigned } from '../failures.js';
import { findWarehouse } from '../kinds/warehouses/find.js';
import { readProperties } from '../properties.js';
import { runSelect } from '../query.js';

import type { ResultSet } from '../../types.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';

const DONE = 'Statement executed successfully.';

export async function runSessionStatement(work: Work, reader: Reader): Promise<ResultSet | null> {
    const { context } = work;
    if (reader.accept('USE')) {
        use(work, reader);
        return statusResult(DONE, 'other');
    }
    if (reader.accept('ALTER', 'SESSION')) {
        if (reader.accept('SET')) {
            for (const [name, value] of readProperties(reader)) {
                if (typeof value === 'string') context.session.parameters.set(name, value);
            }
        } else {
            reader.expect('UNSET');
            do context.session.parameters.delete(reader.name());
            while (reader.acceptSymbol(','));
        }
        return statusResult(DONE, 'other');
    }
    if (reader.accept('SET')) {
        const name = reader.name();
        reader.expectSymbol('=');
        const result = await runSelect(work, { sql: `SELECT ${reader.rest}`, itemTexts: [] });
        const value = result.rows[0]?.[0] ?? null;
        const numeric = result.columns[0]?.type === 'FIXED' || result.columns[0]?.type === 'REAL';
        const literal =
            value === null ? 'NULL' : numeric ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
        context.session.parameters.set(`$${name}`, literal);
        return statusResult(DONE, 'other');
    }
    if (reader.accept('UNSET')) {
        context.session.parameters.delete(`$${reader.name()}`);
        return statusResult(DONE, 'other');
    }
    return null;
}

function use(work: Work, reader: Reader): void {
    const { context } = work;
    const { session, account } = context;
    if (reader.accept('SECONDARY', 'ROLES')) {
        reader.next();
    } else if (reader.accept('ROLE')) {
        const role = reader.name();
        if (!account.roles.has(role)) throw cannotOperate();
        if (!account.grants.rolesForUser(session.user).has(role)) throw roleNotAssigned(role);
        session.role = role;
    } else if (reader.accept('WAREHOUSE')) {
        session.warehouse = findWarehouse(context, [reader.name()]).name;
    } else if (reader.accept('SCHEMA')) {
        useSchema(work, reader.qualifiedName());
    } else {
        reader.accept('DATABASE');
        const parts = reader.qualifiedName();
        if (parts.length > 1) useSchema(work, parts);
        else {
            const database = context.scopeDatabase(parts[0] ?? '');
            session.database = database.name;
            const open = database.schemas.get('PUBLIC');
            session.schema = open && context.access.seesSchema(open) ? 'PUBLIC' : null;
        }
    }
    reader.end();
}

function useSchema(work: Work, parts: readonly string[]): void {
    const schema = work.context.scopeSchema(parts);
    work.context.session.database = schema.database.name;
    work.context.session.schema = schema.name;
}
