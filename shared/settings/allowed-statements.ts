/** Which kinds of statements execute-statement may run. An empty list allows none. */
import { z } from 'zod';
import { STATEMENT_KINDS } from '../sql/kinds.js';

export const AllowedStatementsSchema = z.array(z.enum(STATEMENT_KINDS));
