/** Nango has no schema of its providers.yaml: what its own entries hold, and its server's types, are the measure. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BaseProvider } from '@nangohq/types';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const Field = z.strictObject({
    type: z.literal('string'),
    title: z.string().min(1),
    description: z.string().min(1),
    example: z.string().optional(),
    optional: z.boolean().optional(),
    secret: z.boolean().optional(),
    order: z.number().int().optional()
});
const Definition = z.strictObject({
    display_name: z.string().min(1),
    categories: z.array(z.string()),
    auth_mode: z.literal('BASIC'),
    proxy: z.strictObject({ base_url: z.string() }),
    docs: z.url(),
    connection_config: z.record(z.string(), Field),
    credentials: z.record(z.string(), Field)
});

const ours = Definition.parse(
    read(new URL('../../providers/snowflake-password.yaml', import.meta.url))['snowflake-password']
);
const nangos = read(
    join(dirname(createRequire(import.meta.url).resolve('@nangohq/providers/package.json')), 'providers.yaml')
);

function read(file: string | URL): Record<string, unknown> {
    return z.record(z.string(), z.unknown()).parse(parse(readFileSync(file, 'utf8')));
}

/** Every key that Nango's own providers have at a place, and the values of one of them. */
function known(...path: readonly string[]): Set<unknown> {
    const at = (value: unknown, keys: readonly string[]): unknown[] => {
        const [key, ...rest] = keys;
        if (key === undefined) return [value];
        if (typeof value !== 'object' || value === null) return [];
        if (key === '*') return Object.values(value).flatMap((one) => at(one, rest));
        return key in value ? at(Reflect.get(value, key), rest) : [];
    };
    return new Set(
        at(nangos, path).flatMap((value) =>
            Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.keys(value) : [value]
        )
    );
}

test('it uses only what Nango’s own providers use', () => {
    for (const key of Object.keys(ours)) expect(known('*')).toContain(key);
    for (const category of ours.categories) expect(known('*', 'categories')).toContain(category);
    for (const field of Object.values({ ...ours.connection_config, ...ours.credentials })) {
        for (const key of Object.keys(field)) {
            const places = new Set([...known('*', 'connection_config', '*'), ...known('*', 'credentials', '*')]);
            expect(places).toContain(key);
        }
    }
});

test('it is a provider as Nango’s server types one', () => {
    const fields = (given: typeof ours.credentials): NonNullable<BaseProvider['credentials']> =>
        Object.fromEntries(
            Object.entries(given).map(([name, { type, title, description }], order) => [
                name,
                { type, title, description, order, automated: false }
            ])
        );
    const provider: BaseProvider = {
        display_name: ours.display_name,
        auth_mode: ours.auth_mode,
        categories: ours.categories,
        proxy: ours.proxy,
        docs: ours.docs,
        connection_config: fields(ours.connection_config),
        credentials: fields(ours.credentials)
    };
    expect(provider.auth_mode).toBe(Reflect.get(Object(nangos['private-api-basic']), 'auth_mode'));
});

test('Connect UI asks for all that a password connection needs, and only the account may not stay empty', () => {
    expect(Object.keys(ours.connection_config)).toEqual(['account', 'warehouse', 'database', 'role']);
    expect(Object.keys(ours.credentials)).toEqual(['username', 'password']);
    const optional = Object.entries(ours.connection_config).filter(([, { optional: may }]) => may);
    expect(optional.map(([name]) => name)).toEqual(['warehouse', 'database', 'role']);
    expect(ours.credentials['password']?.secret).toBe(true);
});

test('it does not take the place of one of Nango’s own', () => {
    expect(nangos).not.toHaveProperty('snowflake-password');
});
