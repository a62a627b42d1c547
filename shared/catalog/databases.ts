/** The databases an account shows, by pages; those that the settings leave out are dropped here. */
import { InputError } from '../nango/report.js';
import type { Scope } from './scope.js';
import { databaseKind } from './database-kind.js';
import type { NamePage, PagePosition, Show } from './show.js';
import { pagesByName } from './show.js';
import type { ShowRow } from './show-row.js';

export async function* databasePages(
    from: Show,
    scope: Scope,
    resumeAt: PagePosition | null
): AsyncGenerator<NamePage> {
    let found = resumeAt !== null;
    for await (const page of pagesByName(from, 'SHOW DATABASES', undefined, resumeAt ? { resumeAt } : {})) {
        const rows = page.rows.filter((row) => isWanted(row, scope));
        found ||= rows.length > 0;
        if (!found && page.position === null) refuseEmptyScope(scope);
        yield { ...page, rows };
    }
}

/** A misspelt name, or a role that sees nothing any more: a walk that finds nothing would delete everything. */
function refuseEmptyScope({ includedBy = [] }: Scope): void {
    if (includedBy.length === 0) return;
    throw new InputError(
        'invalid_settings',
        `No database that the role sees is left by ${includedBy.join(' and ')}.`,
        'Correct the names, or grant the role USAGE on these databases. Until then the records stay as they are.'
    );
}

export async function databaseNames(from: Show, scope: Scope): Promise<string[]> {
    const names: string[] = [];
    for await (const page of databasePages(from, scope, null))
        names.push(...page.rows.map((row) => row.required('name')));
    return names;
}

function isWanted(row: ShowRow, scope: Scope): boolean {
    const name = row.required('name');
    return scope.includesDatabase(name, databaseKind(name, row.text('kind'), row.text('origin')));
}
