/**
 * rotate-export-secret: the new credentials of a reconnected connection into the same secret, so that its readers keep
 * the ARN. The page has no edit in place, so it is off until the operator turns it on. The new credentials are tried
 * first; the old version stays as AWSPREVIOUS.
 */
import { ActionableError } from '../errors.js';
import { changeSpec, changing } from './change.js';
import { isActiveFor } from './claim.js';
import type { Context } from './context.js';
import type { DestinationType } from './destination-type.js';
import { organisationProblem } from './examine.js';
import { keep } from './keep.js';
import { step } from './lifecycle.js';
import { isMarkOf, markOf } from './mark.js';
import { problemOf } from './problem.js';
import type { Row } from './record.js';
import { redact } from './redact.js';
import { busy, untilWon } from './rounds.js';
import { saveRow } from './rows.js';

export const rotateSpec = changeSpec(
    'Stores the present credentials of the connection in the secret of an active destination, after they were tried; the ARN stays. For after a reconnect with new ones. Off unless EXPORT_SECRETS_ROTATION is on.'
);

export const rotateExportSecret = /* @__PURE__ */ changing('recover', rotate);

async function rotate(context: Context, type: DestinationType, row: Row): Promise<Row> {
    if (context.settings.rotation !== true) throw rotationOff();
    const moved = organisationProblem(context, row);
    if (moved !== null) throw new ActionableError(moved.code, moved.message, '');
    const now = await context.claim.readSurely(row.id);
    if (!isActiveFor(now, row.id)) throw busy();
    const candidate = await type.prepare(context.nango, now.holder.options, context.settings);
    const content = candidate.content(row.format);
    const recovered = { ...step(row.status, 'recover'), error: null };
    // What somebody, or a rotation that was cut off, put into the secret since is replaced, as this is asked for.
    const isChanged = row.error?.code === 'export_secret_changed';
    if (!isChanged && row.secret_mark !== null && (await isMarkOf(row.secret_mark, content.secretString))) {
        return row.error?.code === 'export_secret_outdated' ? await saveRow(context.nango, row, recovered) : row;
    }
    try {
        await candidate.test();
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        // The stored credentials stay as they are; the reason must not repeat the new ones.
        const { code, message } = problemOf(error, candidate.sensitive);
        throw new ActionableError(
            code,
            redact(message, candidate.sensitive),
            'The stored credentials were not changed.'
        );
    }
    const mark = await markOf(content.secretString);
    const metadata = { ...candidate.metadata };
    // Of two rotations at once, the one that stores last is also the one that the claim tells of.
    const { arn, version } = await untilWon(async () => {
        const held = await context.claim.begin(row.id, {});
        if (held === null || !isActiveFor(held, row.id)) throw busy();
        const made = await context.vault.replace(row, held.holder, content);
        const stored = { ...made, mark, destination_metadata: metadata };
        return (await context.claim.commit(held, { stored })) && made;
    });
    const saved = await saveRow(context.nango, row, {
        ...recovered,
        destination_metadata: metadata,
        secret_arn: arn,
        secret_version: version,
        secret_mark: mark
    });
    return await keep(context, saved);
}

function rotationOff(): ActionableError {
    return new ActionableError(
        'export_secret_rotation_off',
        'Credentials are not changed in place here: a destination keeps those it was created with.',
        'Disconnect it and create a new one, or let the operator set the environment variable EXPORT_SECRETS_ROTATION to "on".'
    );
}
