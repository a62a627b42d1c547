/** The catalogue as lines of a tree: databases, their schemas, and the tables and views of those. */
import type { Database, Schema, Table, View } from 'nango-snowflake';

export type Kind = 'database' | 'schema' | 'table' | 'view';

export interface Line {
    readonly id: string;
    readonly kind: Kind;
    readonly name: string;
    readonly level: 1 | 2 | 3;
    /** How many lines are below it; null for a leaf. */
    readonly count: number | null;
    readonly isOpen: boolean;
    readonly parent: string | null;
}

export interface Objects {
    readonly databases: readonly Database[];
    readonly schemas: readonly Schema[];
    readonly tables: readonly Table[];
    readonly views: readonly View[];
}

type Item = { readonly id: string; readonly kind: Kind; readonly name: string };

/** `wanted` keeps what holds the text, and what leads there; all of that is open then. */
export function linesOf(objects: Objects, open: ReadonlySet<string>, wanted: string): Line[] {
    const text = wanted.trim().toLowerCase();
    const holds = ({ name }: Item): boolean => name.toLowerCase().includes(text);
    const leaves = grouped([
        ...objects.tables.map(({ id, name, ...of }) => ({ id, name, kind: 'table' as const, of: pair(of) })),
        ...objects.views.map(({ id, name, ...of }) => ({ id, name, kind: 'view' as const, of: pair(of) }))
    ]);
    const schemas = grouped(
        objects.schemas.map(({ id, name, database_name: of }) => ({ id, name, kind: 'schema' as const, of }))
    );
    const lines: Line[] = [];
    for (const { id, name } of inOrder(objects.databases)) {
        const database = { id, name, kind: 'database' as const };
        const inside: Line[] = [];
        const all = schemas.get(name) ?? [];
        for (const schema of all) {
            const found = leaves.get(pair({ database_name: name, schema_name: schema.name })) ?? [];
            const kept = text === '' || holds(schema) || holds(database) ? found : found.filter(holds);
            if (text !== '' && kept.length === 0 && !holds(schema) && !holds(database)) continue;
            const isOpen = open.has(schema.id) || (text !== '' && kept.length > 0);
            inside.push({ ...schema, level: 2, count: found.length, isOpen, parent: id });
            if (isOpen) inside.push(...kept.map((leaf) => leafLine(leaf, schema.id)));
        }
        if (text !== '' && inside.length === 0 && !holds(database)) continue;
        const isOpen = open.has(id) || (text !== '' && inside.length > 0);
        lines.push({ ...database, level: 1, count: all.length, isOpen, parent: null });
        if (isOpen) lines.push(...inside);
    }
    return lines;
}

function leafLine({ id, kind, name }: Item, parent: string): Line {
    return { id, kind, name, level: 3, count: null, isOpen: false, parent };
}

function grouped<Each extends Item & { readonly of: string }>(items: readonly Each[]): Map<string, Item[]> {
    const groups = new Map<string, Item[]>();
    for (const { of, ...item } of inOrder(items)) {
        const group = groups.get(of) ?? [];
        group.push(item);
        groups.set(of, group);
    }
    return groups;
}

function inOrder<Each extends { readonly name: string }>(items: readonly Each[]): Each[] {
    return items.toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
}

function pair({
    database_name: database,
    schema_name: schema
}: {
    database_name: string;
    schema_name: string;
}): string {
    return JSON.stringify([database, schema]);
}
