/**
 * Types that follow from the registry: which integrations there are, what each can do, and what goes in and out.
 * Where an integration is a union, only what all of its members have is left, so a call is right for every one of them.
 */
import type { z } from 'zod';
import { functions } from './functions.js';
import type { queryFunctions } from './functions.js';

type Functions = typeof functions;

export type IntegrationId = keyof Functions;
/** Integrations that read a Snowflake account. */
export type SnowflakeIntegrationId = {
    [I in IntegrationId]: Functions[I] extends typeof queryFunctions ? I : never;
}[IntegrationId];
/** Integrations whose credentials an export destination can hold. */
export type ExportingId = {
    [I in IntegrationId]: 'create-export-secret' extends ActionName<I> ? I : never;
}[IntegrationId];

export type SyncName<I extends IntegrationId> = keyof Functions[I]['syncs'] & string;
export type ActionName<I extends IntegrationId> = keyof Functions[I]['actions'] & string;

type ModelsOf<I extends IntegrationId, S extends SyncName<I>> = Functions[I]['syncs'][S] extends {
    readonly models: infer Models;
}
    ? Models
    : never;
/** The name of the model that a sync saves. */
export type ModelName<I extends IntegrationId, S extends SyncName<I>> = keyof ModelsOf<I, S> & string;
/** What a sync saves, without Nango's own metadata. */
export type ModelOf<I extends IntegrationId, S extends SyncName<I>> = Extract<
    z.output<Extract<ModelsOf<I, S>[keyof ModelsOf<I, S>], z.ZodType>>,
    object
>;

type Action<I extends IntegrationId, A extends ActionName<I>> = Functions[I]['actions'][A];
/** What an action takes. */
export type ActionInput<I extends IntegrationId, A extends ActionName<I>> =
    Action<I, A> extends { readonly input: infer Schema extends z.ZodType } ? z.input<Schema> : never;
/** What an action answers. */
export type ActionOutput<I extends IntegrationId, A extends ActionName<I>> =
    Action<I, A> extends { readonly output: infer Schema extends z.ZodType } ? z.output<Schema> : never;

/** What `create-export-secret` takes. */
export type CreateExportInput<I extends IntegrationId> = I extends ExportingId
    ? ActionInput<I, 'create-export-secret'>
    : never;
export type CreateExportOutput = ActionOutput<ExportingId, 'create-export-secret'>;

/** For an id that comes from a database, a webhook or a URL. */
export function isIntegrationId(text: string): text is IntegrationId {
    return Object.hasOwn(functions, text);
}

export interface ActionSchemas<Input, Output> {
    readonly input: z.ZodType<unknown, Input>;
    readonly output: z.ZodType<Output>;
}

/**
 * The schemas of an action, by name. TypeScript loses the tie between names and schemas on the way through the
 * registry; the overload states what the lookup keeps.
 */
export function actionSchemas<I extends IntegrationId, A extends ActionName<I>>(
    integration: I,
    action: A
): ActionSchemas<ActionInput<I, A>, ActionOutput<I, A>>;
export function actionSchemas(integration: IntegrationId, action: string): ActionSchemas<unknown, unknown> {
    return schemasOf(integration, action);
}

/** The schemas by which a destination is begun; for an integration without destinations there is no input for it. */
export function createExportSchemas<I extends IntegrationId>(
    integration: I
): ActionSchemas<CreateExportInput<I>, CreateExportOutput>;
export function createExportSchemas(integration: IntegrationId): ActionSchemas<unknown, unknown> {
    return schemasOf(integration, 'create-export-secret');
}

function schemasOf(integration: IntegrationId, action: string): ActionSchemas<unknown, unknown> {
    const actions = new Map<string, { readonly input: z.ZodType; readonly output: z.ZodType }>(
        Object.entries(functions[integration].actions)
    );
    const found = actions.get(action);
    if (found === undefined) throw new Error(`The integration ${integration} has no action ${action}.`);
    return found;
}

export interface SyncModel<Model> {
    readonly name: string;
    readonly schema: z.ZodType<Model>;
}

/** The one model that a sync saves. */
export function syncModel<I extends IntegrationId, S extends SyncName<I>>(
    integration: I,
    sync: S
): SyncModel<ModelOf<I, S>>;
export function syncModel(integration: IntegrationId, sync: string): SyncModel<unknown> {
    const syncs = new Map<string, { readonly models: Readonly<Record<string, z.ZodType>> }>(
        Object.entries(functions[integration].syncs)
    );
    const [model] = Object.entries(syncs.get(sync)?.models ?? {});
    if (model === undefined) throw new Error(`The integration ${integration} has no sync ${sync}.`);
    return { name: model[0], schema: model[1] };
}
