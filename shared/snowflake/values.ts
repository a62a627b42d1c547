/**
 * Cells into JSON values, without losing a digit, a nanosecond or a time zone.
 *
 * The one rule for numbers: a decimal becomes a JSON number if a double holds it exactly as written (at most 15
 * significant digits, or an integer up to 2^53 - 1); every other number stays the text that Snowflake sent. So does one
 * that is too small for a double: it would become 0, or other digits.
 * https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses#getting-the-data-from-the-results
 */
import { Date, Math, Number, String } from '../globals.js';
import { shapeOf } from '../shape.js';
import { endOf } from '../sql/end-of.js';
import type { Cell, ResultColumn } from './client.js';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Decimal digits that survive text -> double -> text (DBL_DIG). */
const SAFE_DIGITS = 15;
/** Below it a double holds fewer digits, the fewer the smaller it is. */
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const ZERO = 48;
const NINE = 57;
const MS_PER_DAY = 86_400_000;
const TZ_OFFSET_BIAS_MINUTES = 1440;

export function decodeCell(cell: Cell, column: ResultColumn): JsonValue {
    return cell === null ? null : decoderOf(column)(cell);
}

/** How the cells of a column are read. */
function decoderOf({ type }: ResultColumn): (cell: string) => JsonValue {
    return DECODERS.get(type) ?? asText;
}

function asText(cell: string): string {
    return cell;
}

/** A row as an object keyed by column name; a name that stands twice gets `_2`, `_3` for the later ones. */
export function decodeRow(row: readonly Cell[], columns: readonly ResultColumn[]): Record<string, JsonValue> {
    return rowDecoder(columns)(row);
}

type RowDecoder = (row: readonly Cell[]) => Record<string, JsonValue>;
const decodersOf = new WeakMap<readonly ResultColumn[], RowDecoder>();

/** The same for all rows of a result: names and types are looked at once. */
export function rowDecoder(columns: readonly ResultColumn[]): RowDecoder {
    const known = decodersOf.get(columns);
    if (known) return known;
    const names = uniqueNames(columns);
    const decoders = columns.map(decoderOf);
    const shape = shapeOf(names);
    // The one name that an object would take for something else.
    const isPlain = !names.includes('__proto__');
    const decoder: RowDecoder = (row) => {
        const values: Record<string, JsonValue> = isPlain ? { ...shape } : Object.create(null);
        for (let index = 0; index < names.length; index += 1) {
            const name = names[index] ?? '';
            const cell = row[index] ?? null;
            values[name] = cell === null ? null : (decoders[index] ?? asText)(cell);
        }
        return isPlain ? values : { ...values };
    };
    decodersOf.set(columns, decoder);
    return decoder;
}

const namesOf = new WeakMap<readonly ResultColumn[], readonly string[]>();

/** The columns' names made unique, worked out once per result. */
export function uniqueNames(columns: readonly ResultColumn[]): readonly string[] {
    const known = namesOf.get(columns);
    if (known) return known;
    const taken = new Set(columns.map((column) => column.name));
    const used = new Set<string>();
    const names = columns.map(({ name }) => {
        let unique = name;
        for (let n = 2; used.has(unique) || (unique !== name && taken.has(unique)); n += 1) unique = `${name}_${n}`;
        used.add(unique);
        return unique;
    });
    namesOf.set(columns, names);
    return names;
}

export function decodeDecimal(text: string): number | string {
    return text.length <= SAFE_DIGITS && isDigits(text) ? Number(text) : decodeLongDecimal(text);
}

/** Nothing but digits: most numbers of most results. */
function isDigits(text: string): boolean {
    for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code < ZERO || code > NINE) return false;
    }
    return text !== '';
}

function decodeLongDecimal(text: string): number | string {
    const value = Number(text);
    if (!Number.isFinite(value)) return text;
    if (Number.isSafeInteger(value) && /^-?\d+$/.test(text)) return value === 0 ? 0 : value;
    const mantissa = text.replace(/[eE].*$/, '');
    const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+/, '');
    const significant = mantissa.includes('.') ? withoutZeros(digits) : digits;
    if (significant.length > SAFE_DIGITS) return text;
    const isTiny = digits !== '' && Math.abs(value) < SMALLEST_NORMAL;
    return isTiny && !holdsTiny(value, withoutZeros(digits)) ? text : value;
}

function holdsTiny(value: number, digits: string): boolean {
    return withoutZeros(String(value).replace(/e.*$/, '').replace(/[-.]/g, '')) === digits;
}

/** No expression: it would try anew at each zero of a number that has many. */
function withoutZeros(digits: string): string {
    let end = digits.length;
    while (digits[end - 1] === '0') end -= 1;
    return digits.slice(0, end);
}

/** REAL is a double already; JSON has no NaN and no infinities, so those stay text. */
function decodeReal(text: string): number | string {
    const value = Number(text);
    return Number.isFinite(value) && text.trim() !== '' ? value : text;
}

function decodeBoolean(text: string): boolean | string {
    if (/^(true|1|t|y|yes|on)$/i.test(text)) return true;
    if (/^(false|0|f|n|no|off)$/i.test(text)) return false;
    return text;
}

function decodeDate(days: string): string {
    const date = new Date(Number(days) * MS_PER_DAY);
    return Number.isNaN(date.getTime()) ? days : dateOf(date);
}

function decodeTime(cell: string): string {
    const parts = splitSeconds(cell);
    if (!parts) return cell;
    return new Date(Number(parts.seconds) * 1000).toISOString().slice(11, 19) + parts.fraction;
}

function decodeEpoch(cell: string, zone: string, shiftMinutes = 0): string {
    const parts = splitSeconds(cell);
    if (!parts) return cell;
    const date = new Date(Number(parts.seconds) * 1000 + shiftMinutes * 60_000);
    if (Number.isNaN(date.getTime())) return cell;
    return `${dateOf(date)}T${date.toISOString().slice(-13, -5)}${parts.fraction}${zone}`;
}

function decodeTimestampTz(cell: string): string {
    const [epoch = '', biased] = cell.split(' ');
    const offset = biased === undefined ? 0 : Number(biased) - TZ_OFFSET_BIAS_MINUTES;
    if (!Number.isInteger(offset)) return cell;
    const distance = Math.abs(offset);
    const zone = `${offset < 0 ? '-' : '+'}${twoDigits(Math.trunc(distance / 60))}:${twoDigits(distance % 60)}`;
    const decoded = decodeEpoch(epoch, zone, offset);
    return decoded === epoch ? cell : decoded;
}

function twoDigits(n: number): string {
    return String(n).padStart(2, '0');
}

/**
 * `-0.5` is half a second before the epoch: whole seconds are floored and the fraction counted upwards.
 * The fraction keeps three, six or nine digits, or none where it is zero.
 */
function splitSeconds(cell: string): { seconds: string; fraction: string } | null {
    const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(cell);
    if (!match) return null;
    const [, sign, whole = '0', decimals = ''] = match;
    let seconds = Number(whole);
    let nanos = Number(decimals.padEnd(9, '0'));
    if (sign === '-') {
        seconds = -seconds;
        if (nanos > 0) {
            seconds -= 1;
            nanos = 1_000_000_000 - nanos;
        }
    }
    const digits = String(nanos)
        .padStart(9, '0')
        .replace(/(000)+$/, '');
    return { seconds: String(seconds), fraction: digits === '' ? '' : `.${digits}` };
}

/** ISO date; years past 9999 keep ISO's six-digit form with its sign. */
function dateOf(date: Date): string {
    return date.toISOString().split('T')[0] ?? '';
}

/**
 * Semi-structured values, by the same rule for numbers. Snowflake writes some of them as words that JSON does not have:
 * `undefined` where an array has no element, which is null here, so that a column is an array in each of its rows; NaN
 * and the infinities, which are text as everywhere. Other text that is not JSON stays text.
 */
export function decodeJson(text: string): JsonValue {
    try {
        return parseJson(text);
    } catch {
        try {
            return parseJson(withoutBareWords(text));
        } catch {
            return text;
        }
    }
}

function parseJson(text: string): JsonValue {
    const value: JsonValue = JSON.parse(text, keepDigits);
    return value;
}

const OUTSIDE_TEXTS = /[^"]*/y;
const INSIDE_TEXT = /[^"\\]*/y;

/** Piece by piece, since texts may hold such words too. */
function withoutBareWords(text: string): string {
    const pieces: string[] = [];
    for (let start = 0; start < text.length;) {
        const quote = endOf(OUTSIDE_TEXTS, text, start);
        pieces.push(
            text
                .slice(start, quote)
                .replace(/\bundefined\b/g, 'null')
                .replace(/-?\b(?:NaN|Infinity|inf)\b/gi, '"$&"')
        );
        let end = quote + 1;
        while (end < text.length && text[(end = endOf(INSIDE_TEXT, text, end))] === '\\') end += 2;
        pieces.push(text.slice(quote, end + 1));
        start = end + 1;
    }
    return pieces.join('');
}

/** `context.source` is the number as written; engines without it (before Node 21) can only give the double. */
export function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    return decodeDecimal(context.source);
}

const DECODERS: ReadonlyMap<string, (cell: string) => JsonValue> = new Map<string, (cell: string) => JsonValue>([
    ['FIXED', decodeDecimal],
    ['DECFLOAT', decodeDecimal],
    ['REAL', decodeReal],
    ['FLOAT', decodeReal],
    ['DOUBLE', decodeReal],
    ['BOOLEAN', decodeBoolean],
    ['DATE', decodeDate],
    ['TIME', decodeTime],
    ['TIMESTAMP_NTZ', (cell) => decodeEpoch(cell, '')],
    ['TIMESTAMP_LTZ', (cell) => decodeEpoch(cell, 'Z')],
    ['TIMESTAMP_TZ', decodeTimestampTz],
    ['VARIANT', decodeJson],
    ['OBJECT', decodeJson],
    ['ARRAY', decodeJson],
    ['MAP', decodeJson],
    ['VECTOR', decodeJson]
]);
