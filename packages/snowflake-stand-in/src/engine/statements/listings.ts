/**
 * Runs SHOW listings: which objects, in which order, and no more than 10,000 rows. Snowflake treats the rest in two
 * ways, told apart per command by its documentation and seen mixed in the field: it cuts without a word, or refuses
 * with 090153. https://docs.snowflake.com/en/sql-reference/sql/show-tables#usage-notes
 */
import { tooManyRows } from '../failures.js';
import { byName, likePattern } from '../names.js';

import type { ResultSet } from '../../types.js';
import type { CellText } from '../cells.js';
import type { Context } from '../context.js';
import type { Listed, ShowCommand } from '../listing.js';
import type { ShowOptions } from '../show-options.js';

export function runListing(context: Context, command: ShowCommand, options: ShowOptions): ResultSet {
    const { rowCap } = options;
    if (command.limit !== null && command.limit > rowCap) throw tooManyRows(rowCap);
    const { listing } = command;
    const rows: (readonly CellText[])[] = [];
    const wanted = command.limit ?? rowCap;
    for (const listed of matching(context, command, options)) {
        if (rows.length === wanted) {
            const cuts = options.capBehaviour === 'cut' || (options.capBehaviour === 'documented' && listing.cutAtCap);
            if (command.limit === null && !cuts) throw tooManyRows(rowCap);
            break;
        }
        rows.push(listed.row(command.terse, command.history));
    }
    const columns = listing.columns(command.terse, command.history);
    return options.reshape(listing.name, { columns, rows, kind: 'show' });
}

function* matching(context: Context, command: ShowCommand, options: ShowOptions): Generator<Listed, void, undefined> {
    const like = command.like === null ? null : likePattern(command.like);
    let started = command.from === null;
    const objects = command.listing.objects(context, command);
    // FROM goes by name over the whole listing, whatever schemas its objects are in.
    for (const listed of started ? objects : byName(objects)) {
        if (like && !like(listed.name)) continue;
        if (command.startsWith !== null && !listed.name.startsWith(command.startsWith)) continue;
        if (command.privileges.some((privilege) => !context.access.has(listed.securable, privilege))) continue;
        if (!started && command.from !== null) {
            if (!listed.name.startsWith(command.from)) continue;
            started = true;
            if (listed.name === command.from || options.fromBehaviour === 'skip_first_match') continue;
        }
        yield listed;
    }
}
