/**
 * Takes credentials out of texts that were written elsewhere: Snowflake's and other vendors' messages can repeat a user
 * name or a token, and what functions throw, log and save is stored in plain text.
 */
const MASK = '***';
/** No word of a message is by chance as long as this and equal to a credential. */
const LONG_CHARS = 8;

export function redact(text: string, sensitive: readonly string[]): string {
    // The longest first, so that no part of one is left over when another is inside it.
    const values = sensitive.filter((value) => value.trim() !== '').toSorted((a, b) => b.length - a.length);
    let redacted = text;
    for (const value of values) {
        // A short one as a whole word only: a user called "A" must not blank every "a" of the message.
        const isLong = value.length >= LONG_CHARS;
        const pattern = isLong ? escaped(value) : `(?<![\\p{L}\\p{N}])${escaped(value)}(?![\\p{L}\\p{N}])`;
        redacted = redacted.replace(new RegExp(pattern, 'giu'), MASK);
    }
    return redacted;
}

function escaped(value: string): string {
    return value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
