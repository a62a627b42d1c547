/** The databases an account shows, by pages; those that the settings leave out are dropped here. */
import { ActionableError } from '../errors.js';
import type { PageMark } from './bookmark.js';
import { databaseKind } from './database-kind.js';
import type { Scope } from './scope.js';
import type { NamePage, Show } from './show.js';
import { pagesByName } from './show.js';
import type { ShowRow } from './show-row.js';

export async function* databasePages(from: Show, scope: Scope, resumeAt: PageMark | null): AsyncGenerator<NamePage> {
    // What an execution that goes on inside the listing did not see, an earlier one did.
    let found = resumeAt !== null;
    for await (const page of pagesByName(from, 'SHOW DATABASES', undefined, resumeAt ? { resumeAt } : {})) {
        const rows = page.rows.filter((row) => isWanted(row, scope));
        found ||= rows.length > 0;
        if (page.page === null && scope.patterns && resumeAt === null) {
            scope.patterns.refuseUnknownDatabases();
            if (!found) throw nothingVisible(scope.patterns.sawSome);
        }
        yield { ...page, rows };
    }
}

/** A role that lost its grants looks like an account whose databases were all dropped, which hardly ever happens. */
function nothingVisible(sawSome: boolean): ActionableError {
    return new ActionableError(
        'nothing_visible',
        sawSome
            ? 'All databases that the role sees are left out by the settings, or by default (SNOWFLAKE, applications, personal databases).'
            : 'The role sees no database at all.',
        'Grant it the databases to be read (GRANT USAGE ON DATABASE ... TO ROLE ...), set another role, or change the settings. Until then the records stay as they are.'
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
    const kind = databaseKind(name, row.text('kind'), row.text('origin'));
    scope.patterns?.sawDatabase(name, kind);
    return scope.includesDatabase(name, kind);
}
