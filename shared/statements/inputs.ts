/** What the statement actions take alike. */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText, orNull } from '../schema.js';
import { BIND_TYPES } from '../snowflake/client.js';
import { NameInputOrEmpty } from '../snowflake/name-input.js';

const HANDLE = /^[\w-]{1,128}$/;

const handleText = anyText.regex(HANDLE, 'must be a statement handle');
export const handleInput = {
    statement_handle: orNull(
        handleText,
        'The handle that query or execute-statement gave: required, by one of the two names.'
    ),
    statementHandle: orNull(handleText, 'The same as statement_handle, which is enough.')
};

/** Where a statement runs; names are taken exactly. */
export const placeInput = {
    database: orNull(
        NameInputOrEmpty,
        "The database in which names without one are looked up; case-sensitive. Left out or empty: the connection's."
    ),
    schema: orNull(NameInputOrEmpty, "The schema likewise. Left out or empty: the connection's."),
    warehouse: orNull(
        NameInputOrEmpty,
        "The warehouse that runs it and is paid for; case-sensitive. Left out or empty: the connection's."
    ),
    role: orNull(NameInputOrEmpty, "The role whose rights it has; case-sensitive. Left out or empty: the connection's.")
};

export const PlainSchema = z.union([anyText, anyNumber, anyBoolean, z.null()]);
const TypedBindSchema = z.strictObject({
    type: z.enum(BIND_TYPES).describe("Snowflake's type name."),
    value: PlainSchema.describe('As text; dates and times in ISO 8601.')
});
export type TypedBind = z.infer<typeof TypedBindSchema>;

export const binds = orNull(
    z.array(z.union([PlainSchema, TypedBindSchema])),
    'Values for each ? of the statement, in order: plain JSON values, or { type, value }. Put what a user typed here, never into the text.'
);

export const rowFormat = orNull(
    z.enum(['both', 'records', 'arrays']),
    'Rows as objects by column name (records), as arrays in the order of the columns (arrays), or both, which is the default and twice as long.'
);
