/** The databases an account shows, by pages; those that the settings leave out are dropped here. */
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
    for await (const page of pagesByName(from, 'SHOW DATABASES', undefined, resumeAt ? { resumeAt } : {})) {
        yield { ...page, rows: page.rows.filter((row) => isWanted(row, scope)) };
    }
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
