/** `client/functions.ts` and `client/models.ts`: what the package offers an app, from the same list as the entry files. */
import { format } from 'oxfmt';

import { KINDS } from '../../shared/catalog/kinds/index.js';
import { sorted, STYLE } from './entry-files.js';
import { INTEGRATIONS } from './functions.js';

import type { Kind } from '../../shared/catalog/kind.js';
import type { PlannedFunction, PlannedIntegration } from './functions.js';

type Registry = PlannedIntegration['registry'];

export async function registrySource(): Promise<string> {
    const exporting = ofRegistry('exportFunctions');
    const snowflake = ofRegistry('snowflakeFunctions');
    const querying = snowflake.filter(({ kind, name }) =>
        ofRegistry('queryFunctions').some((other) => other.kind === kind && other.name === name)
    );
    const beyond = snowflake.filter((planned) => !querying.includes(planned));
    const imports = new Map<string, Set<string>>();
    for (const { imports: all, spec, kind } of [...exporting, ...snowflake]) {
        if (kind === 'on-event') continue;
        for (const { module, names } of all) {
            const used = names.filter((name) => new RegExp(String.raw`\b${name}\b`).test(spec));
            if (used.length > 0) imports.set(module, new Set([...(imports.get(module) ?? []), ...used]));
        }
    }
    const source = `/**
 * The one registry of what the package offers an app: for every integration its syncs with their models and its actions
 * with input and output, as the zod schemas that the functions themselves run with. Written by \`npm run generate\`.
 */
import type { z } from 'zod';
${[...imports]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => `import { ${sorted(names).join(', ')} } from '../shared/${module}.js';`)
    .join('\n')}
import { action, sync } from './registered.js';

export const exportFunctions = ${registry(exporting)} as const satisfies FunctionSchemas;

/** Of every integration that reads a Snowflake account. */
export const queryFunctions = ${registry(querying)} as const satisfies FunctionSchemas;

/** And of those whose credentials an export destination can hold. */
export const snowflakeFunctions = ${registry(beyond, 'queryFunctions')} as const satisfies FunctionSchemas;

interface FunctionSchemas {
    readonly syncs: Readonly<Record<string, { readonly models: Readonly<Record<string, z.ZodType>> }>>;
    readonly actions: Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>;
}

/** The annotation keeps the declarations short: integrations of one kind share one type. */
export const functions: {
${INTEGRATIONS.map(({ id, registry: name }) => `readonly '${id}': typeof ${name};`).join('\n')}
} = {
${INTEGRATIONS.map(({ id, registry: name }) => `'${id}': ${name}`).join(',\n')}
};
`;
    return (await format('functions.ts', source, STYLE)).code;
}

export async function modelsSource(): Promise<string> {
    const kinds: readonly Kind[] = KINDS;
    const models = [
        ...kinds.flatMap(({ name, sync }) => (sync === undefined ? [] : [{ sync: name, model: sync.model }])),
        { sync: 'query-results', model: 'QueryResult' },
        { sync: 'export-secrets', model: 'ExportSecret' }
    ];
    const source = `/**
 * The models and settings by name, each the very schema that the functions run with, and its type. Written by
 * \`npm run generate\`.
 */
import type { z } from 'zod';
import { AccountNoteSchema as accountNoteSchema } from '../shared/connection/describe.js';
import { SettingsSchema as settingsSchema } from '../shared/settings/settings.js';
import { snowflakeFunctions } from './functions.js';

const { syncs } = snowflakeFunctions;

${models.map(({ sync, model }) => `export const ${model}Schema = syncs['${sync}'].models.${model};`).join('\n')}
export const SettingsSchema = settingsSchema;
/** What \`post-connection-creation\` notes of the account, in the metadata key \`snowflake\`. */
export const AccountNoteSchema = accountNoteSchema;

${models.map(({ model }) => `export type ${model} = z.output<typeof ${model}Schema>;`).join('\n')}
export type Settings = z.output<typeof SettingsSchema>;
export type AccountNote = z.output<typeof AccountNoteSchema>;
`;
    return (await format('models.ts', source, STYLE)).code;
}

function ofRegistry(name: Registry): readonly PlannedFunction[] {
    return INTEGRATIONS.find(({ registry: of }) => of === name)?.functions ?? [];
}

function registry(functions: readonly PlannedFunction[], base?: Registry): string {
    const entries = (kind: PlannedFunction['kind'], wrap: string): string =>
        functions
            .filter((planned) => planned.kind === kind)
            .map(({ name, spec }) => `'${name}': ${wrap}(${spec})`)
            .join(',\n');
    const of = (part: string): string => (base === undefined ? '' : `...${base}.${part}, `);
    return `{ syncs: { ${of('syncs')}${entries('sync', 'sync')} }, actions: { ${of('actions')}${entries('action', 'action')} } }`;
}
