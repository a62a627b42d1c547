/** DROP of everything that can be created. What was in a dropped container goes with it. */
import { statusResult } from '../cells.js';
import { insufficientPrivileges } from '../failures.js';
import { findIf } from '../existence.js';
import { readKind, kindOf } from '../kinds/index.js';

import type { ResultSet } from '../../types.js';
import type { Account } from '../account.js';
import type { Securable } from '../objects/tree.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';
import type { Store } from '../store.js';

export async function drop({ context, store }: Work, reader: Reader): Promise<ResultSet> {
    const named = readKind(reader);
    const ifExists = reader.accept('IF', 'EXISTS');
    const parts = reader.qualifiedName();
    if (!reader.accept('CASCADE')) reader.accept('RESTRICT');
    reader.end();
    const object = findIf(ifExists, () => named.find(context, parts));
    if (object === null) return statusResult('Drop statement executed successfully (already dropped).');
    const { access, account, session } = context;
    const kind = kindOf(object);
    if (!access.mayDrop(object) && kind.mayDrop?.(access, object) !== true) {
        throw insufficientPrivileges(named.type.toLowerCase(), object.name);
    }
    kind.beforeDrop?.(account, object);
    await remove(account, store, object);
    kind.leave?.(session, object);
    return statusResult(`${object.name} successfully dropped.`);
}

/** Takes an object out of the account, with its grants and rows. */
export async function remove(account: Account, store: Store, object: Securable): Promise<void> {
    account.grants.forget(object);
    await kindOf(object).remove(account, store, object);
}
