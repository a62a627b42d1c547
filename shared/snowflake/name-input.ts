/**
 * A name in an action's input. It is taken exactly: Snowflake tells `T` and ` T` apart, so a space at either end is
 * part of it.
 * https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 */
import { z } from 'zod';
import { ofLength } from '../schema.js';

/** 255 characters in double quotes, where every quote inside is doubled. */
const MAX_LENGTH = 2 + 2 * 255;
const NOT_BLANK = 'must not be blank';

export const NameInput = ofLength(z.string().regex(/\S/, NOT_BLANK), MAX_LENGTH);

/** Where an empty text means unset. */
export const NameInputOrEmpty = ofLength(z.string().regex(/^$|\S/, NOT_BLANK), MAX_LENGTH);
