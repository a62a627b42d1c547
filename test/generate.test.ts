/** What `npm run generate` writes is what the functions say, and Nango's own parser reads it without a word. */
import { readFileSync } from 'node:fs';

import { loadNangoYaml } from '@nangohq/nango-yaml';
import { expect, test } from 'vitest';

import { Project } from 'nango-stand-in/project.js';
import { ClassicModels } from '../scripts/generate/classic-models.js';
import { expectedFiles, expectedSources, ROOT, strayEntries } from '../scripts/generate.js';
import { INTEGRATIONS_FOLDER } from '../scripts/nango.js';

const project = new Project(INTEGRATIONS_FOLDER);

test('entry files, index.ts, the registry and docs/models.md are what the kinds and ways say', async () => {
    const expected = await expectedSources();
    expect(strayEntries(expected)).toEqual([]);
    for (const [file, text] of expected) {
        expect({ file, text: readFileSync(file, 'utf8') }).toEqual({ file, text });
    }
});

test('nango.yaml and the function table are what the functions say', async () => {
    for (const [file, text] of await expectedFiles(project)) {
        expect({ file, text: readFileSync(file, 'utf8') }).toEqual({ file, text });
    }
});

test('nango.yaml is read without an error or a warning', () => {
    const parser = loadNangoYaml({ fullPath: ROOT });
    parser.parse();
    expect(parser.errors.map(({ message }) => message)).toEqual([]);
    expect(parser.warnings.map(({ message }) => message)).toEqual([]);
});

test('nango.yaml has every function with its frequency, start and models', () => {
    const parser = loadNangoYaml({ fullPath: ROOT });
    parser.parse();
    const read = parser.parsed?.integrations ?? [];
    for (const compiled of project.integrations) {
        const found = read.find(({ providerConfigKey }) => providerConfigKey === compiled.providerConfigKey);
        const named = compiled.syncs.map(({ name, runs, auto_start, output }) => ({ name, runs, auto_start, output }));
        const seen = found?.syncs.map(({ name, runs, auto_start, output }) => ({ name, runs, auto_start, output }));
        expect(seen).toEqual(named.sort((left, right) => (left.name < right.name ? -1 : 1)));
        expect(found?.actions.map(({ name }) => name)).toEqual(compiled.actions.map(({ name }) => name).sort());
        expect(found?.onEventScripts).toEqual(compiled.onEventScripts);
    }
});

test('every sync is built to be resumed', () => {
    const without = project.integrations.flatMap(({ providerConfigKey, syncs }) =>
        syncs
            .filter(({ features }) => !features.includes('checkpoints'))
            .map(({ name }) => `${providerConfigKey}/${name}`)
    );
    expect(without).toEqual([]);
});

test('text literals become strings, and nested objects get names of their own', () => {
    const classic = new ClassicModels();
    const point = { type: 'object', properties: { x: { type: 'integer' } }, required: ['x'] };
    classic.add('Shape', {
        Shape: {
            type: 'object',
            required: ['id', 'kind', 'points', 'origin', 'labels'],
            properties: {
                id: { type: 'string' },
                kind: { type: 'string', enum: ['round', 'square'] },
                points: { type: 'array', items: point },
                origin: { anyOf: [point, { type: 'null' }] },
                labels: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { type: 'string' } },
                note: { type: ['string', 'null'] },
                tree: { $ref: '#/definitions/Tree' }
            }
        },
        Tree: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/definitions/Tree' } } } }
    });
    const shape = Object.fromEntries(classic.models.get('Shape')?.map(({ key, value }) => [key, value]) ?? []);
    expect(shape).toMatchObject({
        id: 'string',
        kind: 'string',
        points: 'Shape_points[]',
        origin: 'Shape_origin | null',
        labels: [{ key: '__string', value: 'string' }],
        'note?': 'string | null'
    });
    expect([...classic.models.keys()]).toContain('Shape_points');
});

test('two models of one name and different fields are refused', () => {
    const classic = new ClassicModels();
    classic.add('Item', { Item: { type: 'object', properties: { id: { type: 'string' } } } });
    classic.add('Item', { Item: { type: 'object', properties: { id: { type: 'string' } } } });
    expect(() => classic.add('Item', { Item: { type: 'object', properties: { id: { type: 'number' } } } })).toThrow(
        'Two functions give the model Item different fields'
    );
});
