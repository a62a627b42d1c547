/** The lines of `index.ts`, which say what the CLI compiles. All others stay as they are. */
const IMPORT = /^\s*import\s+['"]\.\/([^'"]+?)(?:\.js|\.ts)?['"]\s*;?\s*(?:\/\/.*)?$/;

/** Adds what is not there yet, at the end, and takes out lines of functions that are no more. */
export function withEntries(
    index: string,
    added: readonly string[],
    removed: readonly string[]
): { text: string; lines: string[] } {
    const gone = new Set(removed.map(moduleOf));
    const kept = index.split('\n').filter((line) => !gone.has(IMPORT.exec(line)?.[1] ?? ''));
    const present = importedBy(kept.join('\n'));
    const lines = added
        .filter((entry) => !present.has(moduleOf(entry)))
        .map((entry) => `import './${moduleOf(entry)}.js';`);
    if (lines.length === 0) return { text: kept.join('\n'), lines };
    const eol = index.includes('\r\n') ? '\r\n' : '\n';
    const before = kept.join('\n').replace(/\s*$/, '');
    return { text: `${before}${before === '' ? '' : eol}${lines.join(eol)}${eol}`, lines };
}

export function importedBy(index: string): ReadonlySet<string> {
    return new Set(index.split('\n').flatMap((line) => IMPORT.exec(line)?.[1] ?? []));
}

function moduleOf(entry: string): string {
    return entry.replace(/\.ts$/, '');
}
