/** The tables of `docs/settings.md`, from the schema that checks the settings. The text around them is written by hand. */
import { readFileSync } from 'node:fs';

import { format } from 'oxfmt';
import * as z from 'zod';

import { NamedQuerySchema } from '../../shared/settings/query-settings.js';
import { SettingsSchema } from '../../shared/settings/settings.js';
import { code, table, typeOf } from './markdown.js';

const Field = z.looseObject({
    description: z.string().optional(),
    properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })).default({})
});
const Fields = z.looseObject({ properties: z.record(z.string(), Field) });

/** Both kinds of syncs take these; they are told with the metadata syncs, and again in the text on queries. */
const OF_BOTH = new Set(['role', 'deletion_guard', 'allow_deletions']);
/** Those that no sync takes. */
const OF_STATEMENTS: ReadonlySet<string> = new Set(['allowed_statements']);

export async function settingsDocs(file: string): Promise<string> {
    const { properties } = Fields.parse(z.toJSONSchema(SettingsSchema));
    const ofQueries = new Set([...Object.keys(NamedQuerySchema.shape), 'queries'].filter((key) => !OF_BOTH.has(key)));
    const rows = (isWanted: (key: string) => boolean): string =>
        table(
            ['Key', 'Takes', 'What it does'],
            Object.entries(properties)
                .filter(([key]) => isWanted(key))
                .flatMap(([key, field]) => [
                    [code(key), typeOf(field), field.description ?? ''],
                    ...Object.entries(field.properties).map(([part, inner]) => [
                        code(`${key}.${part}`),
                        typeOf(inner),
                        inner.description ?? ''
                    ])
                ])
        );
    const page = readFileSync(file, 'utf8');
    const tables = {
        'of the metadata syncs': rows((key) => !ofQueries.has(key) && !OF_STATEMENTS.has(key)),
        'of queries': rows((key) => ofQueries.has(key)),
        'of execute-statement': rows((key) => OF_STATEMENTS.has(key))
    };
    const filled = Object.entries(tables).reduce((filling, [name, text]) => withTable(filling, name, text), page);
    return (await format('settings.md', filled, { printWidth: 120, tabWidth: 4 })).code;
}

/** Between two comments, which say that it is not written by hand. */
function withTable(page: string, name: string, rows: string): string {
    const between = new RegExp(`(<!-- generated: settings ${name} -->)[\\s\\S]*?(<!-- end -->)`);
    if (!between.test(page)) throw new Error(`docs/settings.md has no place for the settings ${name}`);
    return page.replace(between, (_, start, end) => `${start}\n\n${rows}\n\n${end}`);
}
