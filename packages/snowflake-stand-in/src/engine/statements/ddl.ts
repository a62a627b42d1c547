/** CREATE, ALTER, DROP and COMMENT. */
import { unsupported } from '../failures.js';
import { alterAccount } from './alter-account.js';
import { alter } from './alter.js';
import { comment } from './comment.js';
import { create } from './create.js';
import { drop } from './drop.js';

import type { ResultSet } from '../../types.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';

export async function runDdl(work: Work, reader: Reader): Promise<ResultSet> {
    if (reader.accept('CREATE')) return create(work, reader);
    if (reader.accept('DROP')) return drop(work, reader);
    if (reader.accept('COMMENT')) return comment(work.context, reader);
    if (reader.accept('ALTER', 'ACCOUNT')) return alterAccount(work.context, reader);
    if (reader.accept('ALTER')) return alter(work, reader);
    throw unsupported(reader.peek()?.text.toUpperCase() ?? '');
}
