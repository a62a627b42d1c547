/** The list of plain kinds. A new one is a module beside this file and a line here. */
import { sequences } from './sequences.js';
import { stages } from './stages.js';
import { streams } from './streams.js';
import { tasks } from './tasks.js';

import type { PlainKind } from './plain-kind.js';

export const PLAIN_KINDS: readonly PlainKind[] = [sequences, stages, streams, tasks];
