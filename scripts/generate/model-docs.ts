/** `docs/models.md`: every kind of object with its fields, from the one table that the schema and the records come from. */
import { format } from 'oxfmt';
import * as z from 'zod';

import { KINDS } from '../../shared/catalog/kinds/index.js';
import { COMMANDS_NOT_RUN } from '../../shared/catalog/left-out.js';
import { code, Node, table, typeOf } from './markdown.js';

import type { Kind } from '../../shared/catalog/kind.js';

export async function modelDocs(): Promise<string> {
    const kinds: readonly Kind[] = KINDS;
    const source = [
        '# Models',
        'Generated from the kinds of objects (`shared/catalog/kinds/`) by `npm run generate`. Do not edit.',
        'One record per object; its `id` is the full name, as SQL writes it. Names are given as Snowflake has them, times ' +
            'in UTC. A field with a question mark is missing where there is nothing to say. The models of ' +
            '`query-results` and `export-secrets` are in [settings](settings.md) and [export secrets](export-secrets.md).',
        ...kinds.map(section),
        '## Not listed',
        'Commands that are not run, for their objects are found another way:',
        Object.entries(COMMANDS_NOT_RUN)
            .map(([command, reason]) => `- ${code(`SHOW ${command}`)}: ${reason}`)
            .join('\n')
    ].join('\n\n');
    return (await format('models.md', `${source}\n`, { printWidth: 120, tabWidth: 4 })).code;
}

function section(kind: Kind): string {
    const { name, sync, listing } = kind;
    const parts = [`## ${sync?.model ?? name.charAt(0).toUpperCase() + name.slice(1)}`, `${homes(kind)}.`];
    const schema = sync?.schema ?? listing?.schema;
    if (schema !== undefined) parts.push(fieldTable(schema));
    const left = [...kind.columns].flatMap(([column, reason]) => (reason === null ? [] : [{ column, reason }]));
    if (left.length > 0) parts.push(`Columns of \`SHOW ${kind.plural}\` that are left out:`, byReason(left));
    return parts.join('\n\n');
}

function homes({ name, plural, sync, listing }: Kind): string {
    const synced = sync === undefined ? [] : [`records of the sync \`${name}\``];
    const items = listing === undefined ? [] : [`items of \`list-${name}\` (in \`${listing.items}\`)`];
    const fewer =
        sync === undefined || listing === undefined
            ? []
            : Object.keys(sync.schema.shape).filter((field) => !Object.hasOwn(listing.schema.shape, field));
    const without = fewer.length === 0 ? '' : `, there without ${fewer.map(code).join(', ')}`;
    const homesOf = [...synced, ...items].join(' and ');
    return `${homesOf.charAt(0).toUpperCase()}${homesOf.slice(1)}${without}, from \`SHOW ${plural}\``;
}

const Model = z.looseObject({ properties: z.record(z.string(), Node), required: z.array(z.string()).default([]) });

function fieldTable(schema: z.ZodObject): string {
    const { properties, required } = Model.parse(z.toJSONSchema(schema));
    const rows = Object.entries(properties).map(([name, node]) => [
        code(required.includes(name) ? name : `${name}?`),
        typeOf(node),
        node.description ?? ''
    ]);
    return table(['Field', 'Type', 'What it says'], rows);
}

function byReason(left: readonly { readonly column: string; readonly reason: string }[]): string {
    const reasons = Map.groupBy(left, ({ reason }) => reason);
    return [...reasons]
        .map(([reason, columns]) => `- ${columns.map(({ column }) => code(column)).join(', ')}: ${reason}`)
        .join('\n');
}
