/**
 * Sequences. Their SHOW takes LIMIT and STARTS WITH and ignores both, and TERSE too.
 * https://docs.snowflake.com/en/sql-reference/sql/show-sequences
 */
import { amount, flag, schemaObject } from '../fields.js';
import { IN_SCHEMA, knownColumns, listingOf, syncOf } from '../kind.js';
import { MOVES } from '../left-out.js';

const fields = {
    ...schemaObject,
    interval: amount('The step from one value to the next; past 2^53 its digits as text, so that none is lost.'),
    ordered: flag('Values come in the order of the requests for them.')
};

export const sequences = {
    name: 'sequences',
    plural: 'SEQUENCES',
    columns: knownColumns(fields, { next_value: MOVES }),
    ...IN_SCHEMA,
    pagedIn: null,
    startsWith: false,
    sync: syncOf(fields, {
        model: 'Sequence',
        description: 'Sequences: step, order, owner. One request per database.',
        record: 'sequence of the schemas in scope'
    }),
    listing: listingOf(IN_SCHEMA, fields, {
        items: 'sequences',
        takes: 'schema',
        description: 'Lists sequences in a schema, a database or the account, with their step and next value.'
    })
};
