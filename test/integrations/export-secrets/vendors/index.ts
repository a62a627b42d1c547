/** The vendors of the tests: one per type of destination. */
import { bigquery } from './bigquery.js';
import { database } from './database.js';
import { powerBi } from './power-bi.js';
import { qlik } from './qlik.js';
import type { Vendor } from './vendor.js';

export const VENDORS: readonly Vendor[] = [
    qlik,
    powerBi,
    database('postgresql', 5432),
    bigquery,
    database('mysql', 3306)
];
