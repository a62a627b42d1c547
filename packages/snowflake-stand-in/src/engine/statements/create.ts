/** CREATE: reads what kind of object is meant and hands over. */
import { unsupported } from '../failures.js';
import { KINDS } from '../kinds/index.js';

import type { ResultSet } from '../../types.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';

const MODIFIERS = [...new Set(KINDS.flatMap(({ modifiers = [] }) => modifiers))];

export async function create(work: Work, reader: Reader): Promise<ResultSet> {
    const orReplace = reader.accept('OR', 'REPLACE');
    const words = new Set<string>();
    for (let word = reader.acceptOneOf(MODIFIERS); word !== null; word = reader.acceptOneOf(MODIFIERS)) words.add(word);
    const kind = KINDS.find(({ type }) => reader.accept(...type.split(' ')));
    if (!kind) throw unsupported(`CREATE ${reader.name()}`);
    const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
    return kind.create(work, reader, { orReplace, ifNotExists, words });
}
