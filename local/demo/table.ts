/** A plain text table: numbers (and `–` for none) to the right, text to the left, as wide as its widest cell. */
export type TableCell = string | number;

export function table(header: readonly string[], rows: readonly (readonly TableCell[])[]): string {
    const texts = [
        header,
        ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)))
    ];
    const widths = header.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
    const isNumber = header.map((_, column) =>
        rows.every((row) => typeof row[column] === 'number' || row[column] === '–')
    );
    const lines = texts.map((row) =>
        row
            .map((text, column) =>
                isNumber[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)
            )
            .join('  ')
            .trimEnd()
    );
    const rule = widths.map((width) => '-'.repeat(width)).join('  ');
    return [lines[0], rule, ...lines.slice(1)].join('\n');
}
