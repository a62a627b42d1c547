/**
 * The types that have an integration of their own. A new one is a module beside this file, named as its type with
 * hyphens, and a line here; `npm run generate` does the rest.
 */
import type { VendorDestination } from '../vendor-destination.js';
import { bigquery } from './bigquery.js';
import { mysql } from './mysql.js';
import { postgresql } from './postgresql.js';
import { powerBi } from './power-bi.js';
import { qlik } from './qlik.js';

export const DESTINATIONS: readonly VendorDestination[] = [qlik, powerBi, postgresql, bigquery, mysql];
