/** SHOW. */
import { KINDS } from '../kinds/index.js';
import { runListing } from './listings.js';
import { readShow } from './show-command.js';
import { showGrants } from './show-grants.js';
import { showParameters } from './show-parameters.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Reader } from '../reader.js';
import type { ShowOptions } from '../show-options.js';

export function show(context: Context, reader: Reader, options: ShowOptions): ResultSet {
    reader.expect('SHOW');
    if (reader.isNext('GRANTS') || reader.isNext('FUTURE', 'GRANTS')) return showGrants(context, reader, options);
    if (reader.isNext('PARAMETERS')) return showParameters(context, reader);
    for (const { showMore } of KINDS) {
        const shown = showMore?.(context, reader) ?? null;
        if (shown !== null) return shown;
    }
    const command = readShow(reader);
    if (!command) throw reader.unexpected();
    return runListing(context, command, options);
}
