/**
 * What the CLI compiled: the functions of a project, from `.nango/nango.json` and `build/*.cjs`.
 * Event functions are listed there by name only; everything else about them stands in their bundle.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import * as z from 'zod';

export type FunctionKind = 'sync' | 'action' | 'on-event';
export const EVENTS = ['post-connection-creation', 'pre-connection-deletion', 'validate-connection'] as const;
export type EventName = (typeof EVENTS)[number];

/** What the CLI writes last. */
const listOf = (folder: string): string => path.join(folder, '.nango', 'nango.json');

/** Kept as Nango reads it: validated by its own validator, so its inner shape is of no interest here. */
export const JsonSchemaDocument = z.looseObject({ definitions: z.record(z.string(), z.looseObject({})) });
export type JsonSchemaDocument = z.infer<typeof JsonSchemaDocument>;

const Endpoint = z.looseObject({ method: z.string(), path: z.string(), group: z.string().optional() });

const Common = z.object({
    name: z.string(),
    description: z.string(),
    version: z.string(),
    input: z.string().nullable(),
    output: z.array(z.string()),
    usedModels: z.array(z.string()),
    scopes: z.array(z.string()),
    json_schema: JsonSchemaDocument,
    features: z.array(z.string())
});

export const CompiledSync = Common.extend({
    type: z.literal('sync'),
    runs: z.string().nullable(),
    auto_start: z.boolean(),
    sync_type: z.string(),
    track_deletes: z.boolean(),
    endpoints: z.array(Endpoint)
});
export const CompiledAction = Common.extend({ type: z.literal('action'), endpoint: Endpoint.nullable() });

export type CompiledSync = z.infer<typeof CompiledSync>;
export type CompiledAction = z.infer<typeof CompiledAction>;

const Integration = z.object({
    providerConfigKey: z.string(),
    syncs: z.array(CompiledSync),
    actions: z.array(CompiledAction),
    onEventScripts: z.record(z.enum(EVENTS), z.array(z.string()))
});
export type CompiledIntegration = z.infer<typeof Integration>;

export interface CompiledFunction {
    readonly integration: string;
    readonly kind: FunctionKind;
    readonly name: string;
    /** Null for event functions. */
    readonly definition: CompiledSync | CompiledAction | null;
    readonly event: EventName | null;
}

const projects = new Map<string, { readonly compiledAtMs: number; readonly project: Project }>();

/** A compiled project. Bundles are read once and kept. */
export class Project {
    readonly folder: string;
    readonly integrations: readonly CompiledIntegration[];
    readonly #bundles = new Map<string, string>();

    constructor(folder: string) {
        this.folder = folder;
        const text = readFileSync(listOf(folder), 'utf8');
        this.integrations = z.array(Integration).parse(JSON.parse(text));
    }

    /** The one that was read before, unless it has been compiled since. */
    static at(folder: string): Project {
        const compiledAtMs = statSync(listOf(folder)).mtimeMs;
        const before = projects.get(folder);
        if (before?.compiledAtMs === compiledAtMs) return before.project;
        const project = new Project(folder);
        projects.set(folder, { compiledAtMs, project });
        return project;
    }

    functions(): CompiledFunction[] {
        return this.integrations.flatMap(({ providerConfigKey: integration, syncs, actions, onEventScripts }) => [
            ...syncs.map((definition) => ({
                integration,
                kind: 'sync' as const,
                name: definition.name,
                definition,
                event: null
            })),
            ...actions.map((definition) => ({
                integration,
                kind: 'action' as const,
                name: definition.name,
                definition,
                event: null
            })),
            ...EVENTS.flatMap((event) =>
                onEventScripts[event].map((name) => ({
                    integration,
                    kind: 'on-event' as const,
                    name,
                    definition: null,
                    event
                }))
            )
        ]);
    }

    find(integration: string, kind: FunctionKind, name: string): CompiledFunction {
        const found = this.functions().find(
            (each) => each.integration === integration && each.kind === kind && each.name === name
        );
        if (found === undefined) {
            throw new Error(`No ${kind} ${name} in integration ${integration}: is it listed in index.ts and compiled?`);
        }
        return found;
    }

    eventFunctions(integration: string, event: EventName): CompiledFunction[] {
        return this.functions().filter((each) => each.integration === integration && each.event === event);
    }

    /** Where the CLI puts a function's bundle. */
    bundlePath({ integration, kind, name }: Pick<CompiledFunction, 'integration' | 'kind' | 'name'>): string {
        return path.join(this.folder, 'build', `${integration}_${kind}s_${name}.cjs`);
    }

    bundle(compiled: CompiledFunction): string {
        const file = this.bundlePath(compiled);
        const known = this.#bundles.get(file);
        if (known !== undefined) return known;
        const code = readFileSync(file, 'utf8');
        this.#bundles.set(file, code);
        return code;
    }
}
