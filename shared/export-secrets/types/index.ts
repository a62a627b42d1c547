/**
 * The types that have an integration of their own. A new one is a module beside this file, named as its type with
 * hyphens, and a line here; `npm run generate` does the rest.
 */
import type { Destination } from '../destination-type.js';
import { bigquery } from './bigquery.js';
import { postgresql } from './postgresql.js';
import { powerBi } from './power-bi.js';
import { qlik } from './qlik.js';

export const DESTINATIONS = [qlik, powerBi, postgresql, bigquery] as const satisfies readonly Destination[];
