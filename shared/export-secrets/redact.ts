/**
 * Takes credentials out of texts that were written elsewhere: Snowflake's and other vendors' messages can repeat a user
 * name or a token, and what functions throw, log and save is stored in plain text.
 */
const MASK = '***';
/** No word of a message is by chance as long as this and equal to a credential. */
const LONG_CHARS = 8;
/** What is shorter is no secret, and its encoding may be part of any word. */
const SHORTEST_ENCODED_CHARS = 6;

export function redact(text: string, sensitive: readonly string[]): string {
    // The longest first, so that no part of one is left over when another is inside it.
    const values = [...new Set(sensitive.filter((value) => value.trim() !== '').flatMap(spellings))].toSorted(
        (a, b) => b.length - a.length
    );
    let redacted = text;
    for (const value of values) {
        // A short one as a whole word only: a user called "A" must not blank every "a" of the message.
        const isLong = value.length >= LONG_CHARS;
        const pattern = isLong ? escaped(value) : `(?<![\\p{L}\\p{N}])${escaped(value)}(?![\\p{L}\\p{N}])`;
        redacted = redacted.replace(new RegExp(pattern, 'giu'), MASK);
    }
    return redacted;
}

/** A message may hold it encoded: as base64 (also inside of more, at each of three offsets), hex, in a URL or in JSON. */
function spellings(value: string): string[] {
    if (value.length < SHORTEST_ENCODED_CHARS) return [value];
    const bytes = Buffer.from(value, 'utf8');
    const base64 = [0, 1, 2].map((offset) => {
        const padded = Buffer.concat([Buffer.alloc(offset), bytes])
            .toString('base64')
            .replace(/=+$/, '');
        // The characters at both ends mix with what stands beside it.
        const start = Math.ceil((offset * 8) / 6);
        const whole = Math.floor(((offset + bytes.length) * 8) / 6);
        return padded.slice(start, whole);
    });
    const json = JSON.stringify(value).slice(1, -1);
    const others = [bytes.toString('hex'), encodeURIComponent(value), json];
    const encoded = [...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')), ...others];
    return [value, ...encoded.filter((text) => text.length >= LONG_CHARS)];
}

function escaped(value: string): string {
    return value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
