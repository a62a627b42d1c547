/** `docs/integrations.md`: the ways to connect and the types of destination, each with what a Connect session sets for it. */
import { format } from 'oxfmt';

import { DESTINATIONS } from '../../shared/export-secrets/types/index.js';
import { configKey } from '../../shared/export-secrets/vendor-destination.js';
import { WAYS } from '../../shared/ways/index.js';
import { code, table } from './markdown.js';
import { fieldsOf } from './sessions.js';

import type { z } from 'zod';

export async function integrationDocs(): Promise<string> {
    const ways = Object.values(WAYS);
    const source = [
        '# Integrations',
        'Generated from the ways to connect (`shared/ways/`) and the types of destination (`shared/export-secrets/types/`) by `npm run generate`. Do not edit.',
        '## A Snowflake account',
        'Each has all syncs, listings and statements, and, where what it signs in with is of use to others, an export destination of the type `snowflake` with it.',
        table(
            ['Integration', 'Provider in Nango', 'Signs in by', 'Its destination is tried by'],
            ways.map((way) => [code(way.integration), code(way.provider), way.title, way.triedBy ?? 'has none'])
        ),
        '## An export destination',
        table(
            ['Integration', 'Type', 'Vendor', 'Provider in Nango', 'Tried by'],
            DESTINATIONS.map((each) => [
                code(each.integration),
                code(each.type),
                each.title,
                `${code(each.provider)}${each.credentialsAre === null ? '' : ` (${each.credentialsAre})`}`,
                each.triedBy
            ])
        ),
        '## What a Connect session sets',
        'By the names that `connectSession` takes; a session that is written by hand sets the keys of `connection_config`, to an empty text where they are unset. A field with a question mark can be left out. For a destination of the type `snowflake`, warehouse and database are needed.',
        ...ways.map(({ integration, session, accountKey }) =>
            fieldTable(integration, session, (field) => (field === 'account' ? accountKey : configKey(field)))
        ),
        ...DESTINATIONS.map(({ integration, session }) => fieldTable(integration, session, configKey))
    ].join('\n\n');
    return (await format('integrations.md', `${source}\n`, { printWidth: 120, tabWidth: 4 })).code;
}

function fieldTable(integration: string, session: z.ZodObject, keyOf: (field: string) => string): string {
    const rows = fieldsOf(session).map(({ name, type, description, isRequired }) => [
        code(isRequired ? name : `${name}?`),
        code(keyOf(name)),
        type.replace(' | ', ' or '),
        description ?? ''
    ]);
    return `### ${integration}\n\n${table(['Field', 'Key in `connection_config`', 'Type', 'What it says'], rows)}`;
}
