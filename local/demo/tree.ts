/** The synced account as a tree of text: databases, schemas, and what is in them. */
import * as z from 'zod';
import { CONNECTION } from '../world.js';
import type { World } from '../world.js';

const NamedSchema = z.object({
    name: z.string(),
    database_name: z.string().default(''),
    schema_name: z.string().default('')
});
type Named = z.infer<typeof NamedSchema>;

const MOST_NAMES = 5;

/** Drawn from the records of one connection; `root` stands at the top. */
export function accountTree(world: World, integration: string, root: string): string[] {
    const read = (model: string): Named[] =>
        world.nango
            .records(integration, CONNECTION, model)
            .map((record) => NamedSchema.parse(record))
            .toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
    const tables = read('Table');
    const views = read('View');
    const schemas = read('Schema');
    const inside = ({ name, database_name: database }: Named): string => {
        const isHere = (each: Named): boolean => each.database_name === database && each.schema_name === name;
        const [ofTables, ofViews] = [tables.filter(isHere), views.filter(isHere)];
        const counts = [counted(ofTables.length, 'table'), counted(ofViews.length, 'view')].filter(
            (text) => text !== ''
        );
        return [name, ...counts, shortened([...ofTables, ...ofViews])].filter((text) => text !== '').join('  ');
    };
    return [
        root,
        ...branches(
            read('Database').map(({ name }) => [
                name,
                ...branches(schemas.filter(({ database_name: of }) => of === name).map((schema) => [inside(schema)]))
            ])
        )
    ];
}

/** Each branch is its first line and what hangs on it. */
function branches(all: readonly (readonly string[])[]): string[] {
    return all.flatMap(([first = '', ...rest], index) => {
        const isLast = index === all.length - 1;
        return [`${isLast ? '└─' : '├─'} ${first}`, ...rest.map((line) => `${isLast ? '  ' : '│ '} ${line}`)];
    });
}

function counted(count: number, what: string): string {
    return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}

function shortened(objects: readonly Named[]): string {
    if (objects.length === 0) return '';
    const names = objects.slice(0, MOST_NAMES).map(({ name }) => name);
    return `(${names.join(', ')}${objects.length > MOST_NAMES ? ', …' : ''})`;
}
