/**
 * Ends a destination on its customer's wish: archive the row, schedule the secret for deletion, give the claim up.
 * Whoever comes next (the caller again, or the sync) finishes what was cut off.
 */
import { changeSpec, changing } from './change.js';
import { archive } from './end.js';

export const disconnectSpec = changeSpec(
    'Disconnects an export destination: archives it and schedules its secret for deletion. Refused while a Glue job uses it. Its readers lose access: only where a user asked for it. Can be undone by restore-export-secret within the recovery window.'
);

export const disconnectExportSecret = /* @__PURE__ */ changing(
    'archive',
    async (context, _type, row) => await archive(context, row),
    ({ unfinished }) => unfinished === 'archive'
);
