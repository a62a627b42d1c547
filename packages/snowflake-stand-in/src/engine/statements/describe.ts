/** DESCRIBE. Where no type is said, a table or view is meant. */
import { KINDS } from '../kinds/index.js';
import { describeRelation } from '../kinds/relations/describe.js';
import { acceptSorted } from '../sorted-words.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Reader } from '../reader.js';

const DESCRIBED = KINDS.filter(({ describe: describes }) => describes !== undefined);

export function describe(context: Context, reader: Reader): ResultSet {
    reader.next();
    const named = acceptSorted(reader, DESCRIBED, ({ type }) => type);
    return named?.found.describe?.(context, reader, named.sort) ?? describeRelation(context, reader, 'TABLE');
}
