/**
 * JSON Schema to the model notation of a classic `nango.yaml`. That notation knows less: text literals would be taken
 * for unknown models, so they become `string` with a comment, and what it cannot say becomes `any`.
 * Each nested object that needs a name gets its own: Nango's parser takes a second use of one for a cycle.
 */
import * as z from 'zod';

export interface Field {
    readonly key: string;
    readonly value: string | Field[];
    readonly comment: string | null;
}
/** Fields by model name. */
export type Models = Map<string, Field[]>;

const Types = z.enum(['string', 'number', 'integer', 'boolean', 'null', 'array', 'object']);
const SchemaNode = z.looseObject({
    type: z.union([Types, z.array(Types)]).optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), z.unknown()).optional(),
    required: z.array(z.string()).default([]),
    additionalProperties: z.unknown().optional(),
    items: z.unknown().optional(),
    anyOf: z.array(z.unknown()).optional(),
    oneOf: z.array(z.unknown()).optional(),
    allOf: z.array(z.unknown()).optional(),
    $ref: z.string().optional()
});
type SchemaNode = z.infer<typeof SchemaNode>;

/** The names that a type may be written with in the notation, or a field list for an object written in place. */
type Written = string | Field[];

export class ClassicModels {
    readonly models: Models = new Map();
    readonly #sources = new Map<string, string>();

    /** Adds a model with what hangs on it. Adding the same again is fine; another one of that name is an error. */
    add(name: string, definitions: Readonly<Record<string, unknown>>): void {
        const source = JSON.stringify(definitions[name]);
        const known = this.#sources.get(name);
        if (known !== undefined) {
            if (known !== source)
                throw new Error(`Two functions give the model ${name} different fields: nango.yaml has one namespace`);
            return;
        }
        this.#sources.set(name, source);
        this.models.set(name, []);
        const writer = new ModelWriter(this.models, definitions);
        const fields = writer.fieldsOf(writer.node(definitions[name]), name);
        this.models.set(name, fields ?? [{ key: '__string', value: 'any', comment: null }]);
    }
}

class ModelWriter {
    readonly #models: Models;
    readonly #definitions: Readonly<Record<string, unknown>>;

    constructor(models: Models, definitions: Readonly<Record<string, unknown>>) {
        this.#models = models;
        this.#definitions = definitions;
    }

    /** Follows references; a definition that leads back into itself is read as anything. */
    node(value: unknown): SchemaNode {
        const node = SchemaNode.parse(value === true || value === undefined ? {} : value);
        if (node.$ref === undefined) return node;
        const name = referred(node.$ref);
        return this.node(this.#reach(name).has(name) ? {} : this.#definitions[name]);
    }

    /** The definitions that one leads to, over any number of steps. */
    #reach(name: string, seen = new Set<string>()): Set<string> {
        for (const [, reference = ''] of JSON.stringify(this.#definitions[name] ?? {}).matchAll(REFERENCES)) {
            const next = referred(reference);
            if (seen.has(next)) continue;
            seen.add(next);
            this.#reach(next, seen);
        }
        return seen;
    }

    /** Fields of an object, null when the schema is none. */
    fieldsOf(node: SchemaNode, name: string): Field[] | null {
        const parts = node.allOf?.map((each) => this.fieldsOf(this.node(each), name));
        if (parts !== undefined)
            return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
        const isObject = node.type === 'object' || node.properties !== undefined;
        if (!isObject) return null;
        const fields = Object.entries(node.properties ?? {}).map(([key, schema]): Field => {
            const inner = this.node(schema);
            const optional = node.required.includes(key) ? '' : '?';
            return {
                key: `${key}${optional}`,
                value: this.#write(inner, `${name}_${plainName(key)}`, true),
                comment: commentOf(inner)
            };
        });
        const others = node.additionalProperties;
        if (others !== undefined && others !== false) {
            fields.push({
                key: '__string',
                value: this.#write(this.node(others), `${name}_value`, false),
                comment: null
            });
        }
        return fields;
    }

    /** `inPlace` allows an object to be written where it stands; inside arrays and unions it needs a name. */
    #write(node: SchemaNode, name: string, inPlace: boolean): Written {
        const fields = this.fieldsOf(node, name);
        if (fields !== null) {
            if (inPlace) return fields;
            this.#models.set(name, fields);
            return name;
        }
        const either = node.anyOf ?? node.oneOf;
        if (either !== undefined)
            return union(
                either.map((each, index) =>
                    this.#named(this.node(each), either.length > 2 ? `${name}_${index + 1}` : name)
                )
            );
        if (node.enum !== undefined) return union(node.enum.map(literalType));
        if (node.const !== undefined) return literalType(node.const);
        if (Array.isArray(node.type)) return union(node.type.map((type) => this.#named({ ...node, type }, name)));
        if (node.type === 'array') {
            const item = this.#named(this.node(node.items), name);
            return item.includes('|') || item.endsWith('[]') ? 'any[]' : `${item}[]`;
        }
        if (node.type === 'integer') return 'number';
        return node.type === undefined ? 'any' : String(node.type);
    }

    #named(node: SchemaNode, name: string): string {
        const written = this.#write(node, name, false);
        return typeof written === 'string' ? written : 'any';
    }
}

const REFERENCES = /"\$ref":"([^"]+)"/g;

function referred(reference: string): string {
    return reference.split('/').at(-1) ?? reference;
}

function union(types: readonly string[]): string {
    const distinct = [...new Set(types.flatMap((type) => type.split(' | ')))];
    return distinct.includes('any') ? 'any' : distinct.join(' | ');
}

function literalType(value: unknown): string {
    if (value === null) return 'null';
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? typeof value : 'any';
}

function commentOf(node: SchemaNode): string | null {
    const literals = node.enum ?? (node.const === undefined ? [] : [node.const]);
    const choice = literals.length === 0 ? [] : [`One of: ${literals.map(String).join(', ')}`];
    const said = [...(node.description === undefined ? [] : [node.description]), ...choice];
    return said.length === 0 ? null : said.join('\n').replaceAll(/\s*\n\s*/g, '\n');
}

/** Model names may hold letters, digits and underscores only. */
function plainName(key: string): string {
    return key.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}
