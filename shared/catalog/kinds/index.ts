/** The list of kinds. A new one is a module beside this file and a line here; `npm run generate` does the rest. */
import { columns } from './columns.js';
import { databases } from './databases.js';
import { roles } from './roles.js';
import { schemas } from './schemas.js';
import { sequences } from './sequences.js';
import { stages } from './stages.js';
import { streams } from './streams.js';
import { tables } from './tables.js';
import { tasks } from './tasks.js';
import { users } from './users.js';
import { views } from './views.js';
import { warehouses } from './warehouses.js';
import type { Kind } from '../kind.js';

export const KINDS = [
    databases,
    schemas,
    tables,
    columns,
    views,
    roles,
    users,
    warehouses,
    stages,
    streams,
    tasks,
    sequences
] as const satisfies readonly Kind[];
