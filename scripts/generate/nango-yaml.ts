/**
 * The package's `nango.yaml` in Nango's classic format, for readers and for tools that know that format. The CLI does
 * not use it: the functions' own definitions are what is deployed.
 */
import { Document, isMap, Pair, Scalar, YAMLMap } from 'yaml';

import { EVENTS } from 'nango-stand-in/project.js';
import { ClassicModels } from './classic-models.js';

import type { CompiledAction, CompiledIntegration, CompiledSync } from 'nango-stand-in/project.js';
import type { Field } from './classic-models.js';

const HEADER = ` Generated from the functions' own definitions by \`npm run generate\`. Do not edit.`;

export function nangoYaml(integrations: readonly CompiledIntegration[]): string {
    const classic = new ClassicModels();
    const sorted = [...integrations].sort((left, right) => (left.providerConfigKey < right.providerConfigKey ? -1 : 1));
    for (const { syncs, actions } of sorted) {
        for (const { output, input, json_schema: schema } of [...syncs, ...actions]) {
            for (const model of [...output, ...(input === null ? [] : [input])]) classic.add(model, schema.definitions);
        }
    }
    const document = new Document({
        integrations: Object.fromEntries(sorted.map((each) => [each.providerConfigKey, integrationEntry(each)])),
        models: {}
    });
    document.commentBefore = HEADER;
    const models = document.get('models');
    if (isMap(models)) {
        const names = [...classic.models.keys()].sort();
        for (const name of names) models.add(new Pair(new Scalar(name), fieldMap(classic.models.get(name) ?? [])));
    }
    return document.toString({ lineWidth: 0, indent: 4 });
}

function integrationEntry({ syncs, actions, onEventScripts }: CompiledIntegration): Record<string, unknown> {
    const events = EVENTS.filter((event) => onEventScripts[event].length > 0).map((event) => [
        event,
        [...onEventScripts[event]].sort()
    ]);
    return {
        ...(syncs.length > 0 ? { syncs: byName(syncs, syncEntry) } : {}),
        ...(actions.length > 0 ? { actions: byName(actions, actionEntry) } : {}),
        ...(events.length > 0 ? { 'on-events': Object.fromEntries(events) } : {})
    };
}

function byName<Entry extends { name: string }>(
    entries: readonly Entry[],
    write: (entry: Entry) => Record<string, unknown>
): Record<string, unknown> {
    const sorted = [...entries].sort((left, right) => (left.name < right.name ? -1 : 1));
    return Object.fromEntries(sorted.map((entry) => [entry.name, write(entry)]));
}

function syncEntry(sync: CompiledSync): Record<string, unknown> {
    return {
        description: sync.description,
        runs: sync.runs,
        auto_start: sync.auto_start,
        ...(sync.track_deletes ? { track_deletes: true } : {}),
        ...(sync.sync_type === 'incremental' ? { sync_type: 'incremental' } : {}),
        version: sync.version,
        ...(sync.input === null ? {} : { input: sync.input }),
        output: sync.output,
        ...(sync.endpoints.length > 0 ? { endpoint: sync.endpoints } : {}),
        ...(sync.scopes.length > 0 ? { scopes: sync.scopes } : {})
    };
}

function actionEntry(action: CompiledAction): Record<string, unknown> {
    return {
        description: action.description,
        version: action.version,
        ...(action.input === null ? {} : { input: action.input }),
        output: action.output.length === 1 ? action.output[0] : action.output,
        ...(action.endpoint === null ? {} : { endpoint: action.endpoint }),
        ...(action.scopes.length > 0 ? { scopes: action.scopes } : {})
    };
}

function fieldMap(fields: readonly Field[]): YAMLMap {
    const map = new YAMLMap();
    for (const { key, value, comment } of fields) {
        const name = new Scalar(key);
        if (comment !== null) name.commentBefore = comment.replaceAll(/^/gm, ' ');
        map.add(new Pair(name, typeof value === 'string' ? new Scalar(value) : fieldMap(value)));
    }
    return map;
}
