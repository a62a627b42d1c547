/**
 * The setting that limits execute-statement to kinds of statements. It is read alone, so that a mistake in another
 * setting stops no statement; a mistake in it stops all, for what it was to forbid is not known.
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';
import { issuesOf, wrongSettings } from '../nango/report.js';
import type { NangoHandle } from '../nango/handle.js';
import { AllowedStatementsSchema } from '../settings/allowed-statements.js';
import { statementKinds } from '../sql/kinds.js';

const OwnSettingSchema = z.object({ allowed_statements: AllowedStatementsSchema.nullish() });

export async function refuseUnlessAllowed(nango: Pick<NangoHandle, 'getMetadata'>, sql: string): Promise<void> {
    const setting = OwnSettingSchema.safeParse((await nango.getMetadata()) ?? {});
    if (!setting.success) {
        throw wrongSettings(
            issuesOf(setting.error),
            "Correct allowed_statements in the connection's metadata. Until then execute-statement runs nothing."
        );
    }
    const allowed = setting.data.allowed_statements;
    if (allowed == null) return;
    const kinds = statementKinds(sql);
    const at = kinds.findIndex((kind) => kind === null || !allowed.includes(kind));
    if (at >= 0) throw notAllowed(kinds[at] ?? null, at + 1, allowed);
}

function notAllowed(kind: string | null, number: number, allowed: readonly string[]): ActionableError {
    const what = kind === null ? 'of no kind that can be allowed' : `of the kind ${kind}`;
    const which = allowed.length === 0 ? 'no statements' : allowed.join(', ');
    return new ActionableError(
        'statement_not_allowed',
        `Nothing was run: statement ${number} is ${what}, and the connection allows ${which}.`,
        "Send only what is allowed; query reads in any case. Who runs the app can change the setting allowed_statements in the connection's metadata."
    );
}
