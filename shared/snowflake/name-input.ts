/**
 * A name in an action's input. It is taken exactly: Snowflake tells `T` and ` T` apart, so a space at either end is
 * part of it.
 * https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 */
import { z } from 'zod';

/** 255 characters in double quotes, where every quote inside is doubled. */
const MAX_LENGTH = 2 + 2 * 255;
const NOT_BLANK = 'must not be blank';

export const NameInput = z.string().max(MAX_LENGTH).regex(/\S/, NOT_BLANK);

/** Where an empty text means unset. */
export const NameInputOrEmpty = z.string().max(MAX_LENGTH).regex(/^$|\S/, NOT_BLANK);
