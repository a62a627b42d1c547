/**
 * Steps over JSON in its bytes, without making values of it. Each takes a place where something begins and gives the place
 * behind it, or -1 where that does not end. That it is well formed only a parser can say.
 */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export function afterSpaces(bytes: Uint8Array, from: number): number {
    let at = from;
    while (isSpace(bytes[at])) at += 1;
    return at;
}

function isSpace(byte: number | undefined): boolean {
    return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}

export function afterText(bytes: Uint8Array, from: number): number {
    for (let at = from + 1; at < bytes.length; at += 1) {
        const byte = bytes[at];
        if (byte === QUOTE) return at + 1;
        if (byte === BACKSLASH) at += 1;
    }
    return -1;
}

/** Objects in it need no look: their brackets come in pairs. */
export function afterList(bytes: Uint8Array, from: number): number {
    return afterPairs(bytes, from, OPEN_LIST, CLOSE_LIST);
}

function afterPairs(bytes: Uint8Array, from: number, open: number, close: number): number {
    let depth = 0;
    // In Nango's sandbox a Buffer is of another realm, where asking for its length at every byte takes as long as all else.
    const end = bytes.length;
    for (let at = from; at < end; at += 1) {
        const byte = bytes[at];
        if (byte === QUOTE) {
            // As afterText, here because it runs for each cell.
            for (at += 1; at < end; at += 1) {
                const inText = bytes[at];
                if (inText === QUOTE) break;
                if (inText === BACKSLASH) at += 1;
            }
        } else if (byte === open) depth += 1;
        else if (byte === close) {
            depth -= 1;
            if (depth === 0) return at + 1;
        }
    }
    return -1;
}

/** A number or a word ends where something else begins. */
export function afterValue(bytes: Uint8Array, from: number): number {
    switch (bytes[from]) {
        case QUOTE:
            return afterText(bytes, from);
        case OPEN_LIST:
            return afterList(bytes, from);
        case OPEN_OBJECT:
            return afterPairs(bytes, from, OPEN_OBJECT, CLOSE_OBJECT);
        default:
            return afterWord(bytes, from);
    }
}

function afterWord(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
        const byte = bytes[at];
        if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_LIST || isSpace(byte)) return at;
    }
    return -1;
}
