/** Tables and code words for the derived docs. */
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
