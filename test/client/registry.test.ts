/** The registry an app gets is what the functions in integrations/ run with: the same names, the very same schemas. */
import path from 'node:path';

import { expect, test } from 'vitest';
import * as z from 'zod';

import { functions } from '../../client/functions.js';
import { entriesIn } from '../../scripts/entries.js';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';

const Entry = z.object({
    default: z.discriminatedUnion('type', [
        z.object({ type: z.literal('sync'), models: z.record(z.string(), z.unknown()) }),
        z.object({
            type: z.literal('action'),
            input: z.unknown(),
            // What callers may write beside what Nango is told of.
            accepts: z.unknown().optional(),
            output: z.unknown()
        }),
        z.object({ type: z.literal('onEvent') })
    ])
});
type Schemas = Readonly<Record<string, unknown>>;

/** `integration/name` of every sync and action, with its schemas. */
async function deployed(): Promise<Map<string, Schemas>> {
    const found = new Map<string, Schemas>();
    for (const file of entriesIn(INTEGRATIONS_FOLDER)) {
        const [integration = '', , name = ''] = file.replace(/^\.\//, '').split('/');
        const { default: entry } = Entry.parse(
            await import(path.join(INTEGRATIONS_FOLDER, file.replace(/\.js$/, '.ts')))
        );
        const key = `${integration}/${path.parse(name).name}`;
        if (entry.type === 'sync') found.set(key, entry.models);
        if (entry.type === 'action') found.set(key, { input: entry.accepts ?? entry.input, output: entry.output });
    }
    return found;
}

function registered(): Map<string, Schemas> {
    const entries = Object.entries(functions).flatMap(([integration, { syncs, actions }]) => [
        ...Object.entries(syncs).map(([name, { models }]): [string, Schemas] => [`${integration}/${name}`, models]),
        ...Object.entries(actions).map(([name, schemas]): [string, Schemas] => [`${integration}/${name}`, schemas])
    ]);
    return new Map(entries);
}

test('every sync and action is in the registry, and nothing else is', async () => {
    const names = [...(await deployed()).keys()].sort();
    expect(names.length).toBeGreaterThan(20);
    expect([...registered().keys()].sort()).toEqual(names);
});

/** What Nango and an app are told of a schema. */
function described(schema: unknown): unknown {
    return z.toJSONSchema(z.instanceof(z.ZodType).parse(schema), { io: 'input', unrepresentable: 'any' });
}

test('the registry holds the very schemas that the functions run with', async () => {
    const inRegistry = registered();
    for (const [name, schemas] of await deployed()) {
        for (const [part, schema] of Object.entries(schemas)) {
            expect({ name, part, schema: described(inRegistry.get(name)?.[part]) }).toEqual({
                name,
                part,
                schema: described(schema)
            });
        }
    }
});

test('every sync saves one model, so a sync names its records', () => {
    for (const [integration, { syncs }] of Object.entries(functions)) {
        for (const [name, { models }] of Object.entries(syncs)) {
            expect(Object.keys(models), `${integration}/${name}`).toHaveLength(1);
        }
    }
});
