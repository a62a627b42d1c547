/**
 * The functions that tests run over, read from the compiled project: a new kind is in all of them without an edit. What
 * stands outside a list stands here with its reason, and `functions.test.ts` holds that it is there.
 */
import { z } from 'zod';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';
import { Project } from 'nango-stand-in/project.js';
import type { CompiledFunction } from 'nango-stand-in/project.js';
import { ACCESS_TOKEN, KEY_PAIR, OAUTH } from '../../local/world.js';
import { KINDS } from '../../shared/catalog/kinds/index.js';

export const FUNCTIONS: readonly CompiledFunction[] = new Project(INTEGRATIONS_FOLDER).functions();

/** Syncs of a Snowflake connection that are none of a kind of object. */
export const NOT_OF_A_KIND: Readonly<Record<string, string>> = {
    'query-results': 'its records are the rows of a query: a test that runs it configures one',
    'export-secrets': 'its records are destinations in AWS: test/integrations/export-secrets runs it'
};

/** Kinds whose sync is also given what one listing alone does not say, by the fields that it adds. */
export const ADDED_BY_SYNC: Readonly<Record<string, readonly string[]>> = {
    roles: ['parent_roles', 'child_roles', 'users'],
    users: ['roles', 'last_success_login']
};

/**
 * Ways to connect whose functions are those of another but for what signs a request in: what a test shows of the other
 * holds for them. Only what signing in could change is tested over every way: bytes of records, leaks, refusals.
 */
export const SAME_CLIENT: Readonly<Record<string, string>> = { [ACCESS_TOKEN]: KEY_PAIR, [OAUTH]: KEY_PAIR };

export interface Sync {
    readonly name: string;
    readonly model: string;
}

/** The names of the functions of one kind that an integration has. */
export function namesOf(integration: string, kind: CompiledFunction['kind']): string[] {
    return FUNCTIONS.filter((each) => each.integration === integration && each.kind === kind).map(({ name }) => name);
}

function syncNamed(name: string): Sync {
    const definition = FUNCTIONS.find((each) => each.kind === 'sync' && each.name === name)?.definition;
    const [model] = definition?.output ?? [];
    if (model === undefined) throw new Error(`no sync ${name} with a model`);
    return { name, model };
}

/** One per kind of object that is synced. */
export const KIND_SYNCS: readonly Sync[] = namesOf(KEY_PAIR, 'sync')
    .filter((name) => !Object.hasOwn(NOT_OF_A_KIND, name))
    .map(syncNamed);

/** Those of them that are walked database by database. */
export const DATABASE_SYNCS: readonly Sync[] = KIND_SYNCS.filter(({ name }) =>
    KINDS.some((kind) => kind.name === name && kind.livesIn !== 'account')
);

/** Those that ask nobody but Snowflake. */
export const SNOWFLAKE_SYNCS: readonly Sync[] = [...KIND_SYNCS, syncNamed('query-results')];

export interface Listing {
    readonly action: string;
    /** The kind's name, and that of its sync where it has one. */
    readonly kind: string;
    /** The output's field with the items. */
    readonly items: string;
}

const Output = z.looseObject({ properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional() })) });

/** The listing of a kind says what it could not read; the other array of its output holds its items. */
export const KIND_LISTINGS: readonly Listing[] = FUNCTIONS.flatMap(({ integration, name, definition }) => {
    if (integration !== KEY_PAIR || definition?.type !== 'action' || !name.startsWith('list-')) return [];
    const output = Output.safeParse(definition.json_schema.definitions[definition.output[0] ?? '']).data;
    if (output?.properties['unreadable'] === undefined) return [];
    const [items] = Object.entries(output.properties).flatMap(([field, { type }]) =>
        type === 'array' && field !== 'unreadable' ? [field] : []
    );
    return items === undefined ? [] : [{ action: name, kind: name.replace(/^list-/, ''), items }];
});

const Declared = z.looseObject({ properties: z.record(z.string(), z.looseObject({ anyOf: z.unknown().optional() })) });

/** An input with null for every field that it leaves out, as a model writes it and as `dryrun --validate` wants it. */
export function inFull(integration: string, action: string, input: object): Record<string, unknown> {
    const found = FUNCTIONS.find((each) => each.integration === integration && each.name === action)?.definition;
    const declared = Declared.safeParse(found?.json_schema.definitions[found.input ?? '']).data;
    const leftOut = Object.entries(declared?.properties ?? {}).flatMap(([field, { anyOf }]) =>
        anyOf === undefined ? [] : [[field, null]]
    );
    return { ...Object.fromEntries(leftOut), ...input };
}
