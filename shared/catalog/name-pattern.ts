/**
 * A name as the settings write it. A bare one matches in any case, since people rarely type Snowflake's upper case, and
 * `*` in it stands for anything; a quoted one matches exactly, and in it `*` is only a star. No regular expression: one
 * with several stars can take minutes over a long name.
 */
export interface NamePattern {
    readonly text: string;
    readonly quoted: boolean;
}

export function hasWildcard({ text, quoted }: NamePattern): boolean {
    return !quoted && text.includes('*');
}

/** A test that looks at each character of the name once for each text between two stars, and never goes back. */
export function nameTest({ text, quoted }: NamePattern): (name: string) => boolean {
    if (quoted) return (name) => name === text;
    const [first = '', ...rest] = text.toLowerCase().split('*');
    const last = rest.pop();
    if (last === undefined) return (name) => name.toLowerCase() === first;
    return (given) => {
        const name = given.toLowerCase();
        const end = name.length - last.length;
        if (!name.startsWith(first) || !name.endsWith(last) || end < first.length) return false;
        let at = first.length;
        for (const part of rest) {
            const found = name.indexOf(part, at);
            if (found < 0 || found + part.length > end) return false;
            at = found + part.length;
        }
        return true;
    };
}

/** The same for SHOW ... LIKE, which knows no case: it finds at least what the test does. */
export function likeOf({ text, quoted }: NamePattern): string {
    const escaped = text.replaceAll(/[\\%_]/g, String.raw`\$&`);
    return quoted ? escaped : escaped.replaceAll('*', '%');
}
