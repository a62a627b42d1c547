/** ALTER: RENAME TO, SET and UNSET of what most objects have, and the forms of each kind's own. */
import { EXECUTED } from '../cells.js';
import { insufficientPrivileges } from '../failures.js';
import { findIf } from '../existence.js';
import { readKind, kindOf } from '../kinds/index.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from '../properties.js';

import type { ResultSet } from '../../types.js';
import type { Kind } from '../kinds/kind.js';
import type { Securable } from '../objects/tree.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';

export async function alter(work: Work, reader: Reader): Promise<ResultSet> {
    const named = readKind(reader);
    return named.alter ? named.alter(work, reader) : alterObject(work, reader, named);
}

async function alterObject(work: Work, reader: Reader, named: Kind): Promise<ResultSet> {
    const { context } = work;
    const ifExists = reader.accept('IF', 'EXISTS');
    const parts = reader.qualifiedName();
    const object = findIf(ifExists, () => named.find(context, parts, `ALTER ${named.type}`));
    if (object === null) return EXECUTED;
    // ALTER TABLE changes views as well: what may be said is a matter of what was found.
    const kind = kindOf(object);
    if (!context.access.mayChange(object)) throw insufficientPrivileges(kind.type.toLowerCase(), object.name);
    kind.touch?.(object, context.account.now());
    if (reader.accept('RENAME', 'TO')) {
        const target = reader.qualifiedName();
        reader.end();
        kind.rename?.(context, object, target.at(-1) ?? '');
    } else if (!(await kind.change?.(work, object, reader))) {
        if (!reader.accept('RESUME') && !reader.accept('SUSPEND')) setOrUnset(object, reader);
    }
    return EXECUTED;
}

function setOrUnset(object: Securable, reader: Reader): void {
    if (reader.accept('UNSET')) {
        do if (reader.name() === 'COMMENT') object.comment = '';
        while (reader.acceptSymbol(',') || reader.isName());
        return;
    }
    reader.expect('SET');
    const properties = readProperties(reader);
    object.comment = textProperty(properties, 'COMMENT') ?? object.comment;
    const days = numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS');
    if (days !== undefined && 'retentionDays' in object) object.retentionDays = days;
    const tracking = booleanProperty(properties, 'CHANGE_TRACKING');
    if (tracking !== undefined && 'changeTracking' in object) object.changeTracking = tracking;
}
