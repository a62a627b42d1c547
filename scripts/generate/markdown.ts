/** Tables, code words and types for the derived docs. */
import * as z from 'zod';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
    return `\`${text}\``;
}

function line(cells: readonly string[]): string {
    return `| ${cells.map(cell).join(' | ')} |`;
}

function cell(text: string): string {
    return text
        .replaceAll('|', String.raw`\|`)
        .replaceAll(/\s+/g, ' ')
        .trim();
}

/** Of JSON Schema, what the docs tell of a field. */
export const Node = z.looseObject({
    type: z.string().optional(),
    description: z.string().optional(),
    anyOf: z.array(z.unknown()).optional(),
    items: z.unknown().optional(),
    enum: z.array(z.unknown()).optional()
});

/** A type in plain words. */
export function typeOf(value: unknown): string {
    const node = Node.parse(value);
    if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(' or ');
    if (node.enum !== undefined) return node.enum.map((word) => code(String(word))).join(' or ');
    if (node.type === 'array') return `array of ${typeOf(node.items ?? {})}`;
    return node.type === 'string' ? 'text' : (node.type ?? 'anything');
}
