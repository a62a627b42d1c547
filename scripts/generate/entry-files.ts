/**
 * The entry file of every function (`<integration>/{syncs,actions,on-events}/<name>.ts`), written as the CLI wants it: a
 * literal object, with the calls of checkpoints in it.
 */
import { format } from 'oxfmt';

import { INTEGRATIONS } from './functions.js';

import type { Import, PlannedFunction, PlannedIntegration } from './functions.js';

const FOLDERS = { sync: 'syncs', action: 'actions', 'on-event': 'on-events' } as const;
const CREATORS = { sync: 'createSync', action: 'createAction', 'on-event': 'createOnEvent' } as const;
export const STYLE = { printWidth: 120, tabWidth: 4, singleQuote: true, trailingComma: 'none' } as const;

/** What each file must hold, by its path under `integrations/`. */
export async function entryFiles(): Promise<Map<string, string>> {
    const files = new Map<string, string>();
    for (const integration of INTEGRATIONS) {
        for (const planned of integration.functions) {
            const file = `${integration.id}/${FOLDERS[planned.kind]}/${planned.name}.ts`;
            files.set(file, (await format(file, sourceOf(integration, planned), STYLE)).code);
        }
    }
    return files;
}

function sourceOf({ way }: PlannedIntegration, planned: PlannedFunction): string {
    const imports = [...planned.imports, ...framing(planned, way)];
    return [
        `/** ${planned.about} */`,
        `import { ${CREATORS[planned.kind]} } from 'nango';`,
        ...merged(imports).map(
            ({ module, names }) => `import { ${sorted(names).join(', ')} } from '../../../shared/${module}.js';`
        ),
        '',
        `export default ${CREATORS[planned.kind]}({ ...${planned.spec}, exec: ${exec(planned)} });`
    ].join('\n');
}

function framing({ needs }: PlannedFunction, way: string | null): Import[] {
    if (needs === 'own errors') return [];
    if (needs === 'nothing') return [{ module: 'nango/report', names: ['reportErrors'] }];
    return [
        { module: `ways/${way ?? ''}/client`, names: ['openClient'] },
        { module: 'snowflake/with-client', names: ['withClient'] }
    ];
}

function exec({ kind, call, needs }: PlannedFunction): string {
    const work = framed(call, needs, kind === 'action');
    if (kind === 'action') return `async (${/\binput\b/.test(call) ? 'nango, input' : 'nango'}) => ${work}`;
    if (kind === 'on-event') return `async (nango) => { ${work}; }`;
    return needs === 'checkpointed client'
        ? `async (nango) => { const checkpoint = await nango.getCheckpoint(); ${work}; }`
        : `async (nango) => {
              // Progress is kept elsewhere; this tells Nango that the sync can be resumed.
              await nango.getCheckpoint();
              ${work};
          }`;
}

function framed(call: string, needs: PlannedFunction['needs'], answers: boolean): string {
    const body = answers ? `await ${call}` : `{ await ${call}; }`;
    if (needs === 'own errors') return `await ${call}`;
    if (needs === 'nothing') return `await reportErrors(nango, async () => await ${call})`;
    return `await withClient(nango, openClient(nango), async (client) => ${body})`;
}

export function sorted(names: Iterable<string>): string[] {
    return [...names].sort((a, b) => a.localeCompare(b, 'en'));
}

/** One statement per module. */
function merged(imports: readonly Import[]): Import[] {
    const modules = new Map<string, Set<string>>();
    for (const { module, names } of imports) {
        const known = modules.get(module) ?? new Set();
        for (const name of names) known.add(name);
        modules.set(module, known);
    }
    return [...modules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([module, names]) => ({ module, names: [...names] }));
}
