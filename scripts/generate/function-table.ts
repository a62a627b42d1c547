/** `docs/functions.md`: every function of the package, from the same definitions that are deployed. */
import * as z from 'zod';

import { loadFunction } from 'nango-stand-in/sandbox.js';
import { code, table } from './markdown.js';

import type { CompiledFunction, Project } from 'nango-stand-in/project.js';

const Fields = z.looseObject({
    properties: z.record(z.string(), z.unknown()).default({}),
    required: z.array(z.string()).default([])
});

export function functionTable(project: Project): string {
    const integrations = [...new Set(project.functions().map(({ integration }) => integration))].sort();
    const sections = integrations.map((integration) => {
        const functions = project.functions().filter((each) => each.integration === integration);
        const parts = [syncTable(functions), actionTable(functions), eventTable(project, functions)];
        return [`## ${integration}`, ...parts.filter((part) => part !== null)].join('\n\n');
    });
    return `# Functions\n\nGenerated from the functions' own definitions by \`npm run generate\`. Do not edit.\n\n${sections.join('\n\n')}\n`;
}

function syncTable(functions: readonly CompiledFunction[]): string | null {
    const rows = functions.flatMap(({ name, definition }) =>
        definition?.type === 'sync'
            ? [
                  [
                      code(name),
                      definition.description,
                      definition.runs ?? '',
                      definition.auto_start ? 'yes' : 'no',
                      definition.output.map(code).join(', '),
                      settings(definition)
                  ]
              ]
            : []
    );
    return sortedTable(['Sync', 'What it does', 'Runs', 'Starts by itself', 'Model', 'Settings'], rows);
}

function actionTable(functions: readonly CompiledFunction[]): string | null {
    const rows = functions.flatMap(({ name, definition }) => {
        if (definition?.type !== 'action') return [];
        return [
            [
                code(name),
                definition.description,
                fieldNames(definition, definition.input),
                fieldNames(definition, definition.output[0] ?? null)
            ]
        ];
    });
    return sortedTable(['Action', 'What it does', 'Input', 'Output'], rows);
}

function eventTable(project: Project, functions: readonly CompiledFunction[]): string | null {
    const rows = functions.flatMap((each) => {
        if (each.event === null) return [];
        const { description } = loadFunction(project.bundle(each), { filename: each.name, timeScale: 1 });
        return [[code(each.name), each.event, description]];
    });
    return sortedTable(['Event function', 'Event', 'What it does'], rows);
}

function settings(definition: NonNullable<CompiledFunction['definition']>): string {
    return definition.input === null ? '' : fieldNames(definition, definition.input);
}

/** `name`, `size?`: a question mark where a field can be left out. */
function fieldNames(definition: NonNullable<CompiledFunction['definition']>, model: string | null): string {
    const { properties, required } = Fields.parse(
        model === null ? {} : (definition.json_schema.definitions[model] ?? {})
    );
    const isInput = definition.type === 'action' && model === definition.input;
    return Object.entries(properties)
        .map(([key, schema]) => code(required.includes(key) && !(isInput && takesNull(schema)) ? key : `${key}?`))
        .join(', ');
}

const Nullable = z.looseObject({ anyOf: z.array(z.looseObject({ type: z.unknown() })) });

/** How an action's input says that a field may be left out. */
function takesNull(schema: unknown): boolean {
    return Nullable.safeParse(schema).data?.anyOf.some(({ type }) => type === 'null') ?? false;
}

function sortedTable(head: readonly string[], rows: readonly string[][]): string | null {
    if (rows.length === 0) return null;
    return table(
        head,
        [...rows].sort(([left = ''], [right = '']) => (left < right ? -1 : 1))
    );
}
