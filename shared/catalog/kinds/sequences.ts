/**
 * Sequences. Their SHOW takes LIMIT and STARTS WITH and ignores both, and TERSE too.
 * https://docs.snowflake.com/en/sql-reference/sql/show-sequences
 */
import { amount, flag, schemaObject } from '../fields.js';
import { IN_SCHEMA, LIKE_ALONE, listedKind, syncOf } from '../kind.js';
import { MOVES } from '../left-out.js';

const fields = {
    ...schemaObject,
    interval: amount('The step from one value to the next; past 2^53 its digits as text, so that none is lost.'),
    ordered: flag('Values come in the order of the requests for them.')
};

export const sequences = {
    ...listedKind('sequences', { ...IN_SCHEMA, ...LIKE_ALONE }, fields, {
        leftOut: { next_value: MOVES },
        description: 'Lists sequences in a schema, a database or the account, with their step and next value.'
    }),
    sync: syncOf(IN_SCHEMA, fields, 'Sequence', 'Sequences: step, order, owner.')
};
