/** Tables as Markdown, lined up for a terminal and for docs alike. */

export type Cells = readonly string[];

export function tableOf(rows: readonly [Cells, ...Cells[]]): string {
    const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
    const line = (row: Cells): string => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
    const rule = line(widths.map((width) => '-'.repeat(width)));
    return rows.map((row, at) => (at === 0 ? line(row) + rule : line(row))).join('');
}

export function whole(number: number): string {
    return Math.round(number).toLocaleString('en');
}

/** `snowflake-jwt` as docs name it. */
export function wayOf(integration: string): string {
    return integration === 'snowflake-jwt' ? 'key pair' : integration.replace('snowflake-', '');
}
