/**
 * What the SDK's commands take and give, to and from the JSON of AWS's services. The SDK's own codec is a sixth of the
 * bundle: it writes bytes one by one, and knows what no service that is called here has (dates in words, numbers beyond
 * 2^53, JSON within text, unions that have grown).
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import { NormalizedSchema } from '@smithy/core/schema';
import { fromBase64, generateIdempotencyToken, toBase64 } from '@smithy/core/serde';
import type { Codec, Schema, ShapeDeserializer, ShapeSerializer } from '@smithy/types';

type Fields = Readonly<Record<string, unknown>>;

const MS_PER_SECOND = 1000;

class JsonSerializer implements ShapeSerializer<string> {
    #text = '';

    write(schema: Schema, value: unknown): void {
        this.#text = JSON.stringify(written(NormalizedSchema.of(schema), value));
    }

    flush(): string {
        return this.#text;
    }

    setSerdeContext(): void {}
}

class JsonDeserializer implements ShapeDeserializer<Uint8Array> {
    async read(schema: Schema, data: Uint8Array): Promise<unknown> {
        const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
        return await Promise.resolve(this.readObject(schema, parsed(text)));
    }

    /** Of what is parsed already. */
    readObject(schema: Schema, value: unknown): unknown {
        return read(NormalizedSchema.of(schema), value);
    }

    setSerdeContext(): void {}
}

export class JsonCodec implements Codec<string, Uint8Array> {
    createSerializer(): JsonSerializer {
        return new JsonSerializer();
    }

    createDeserializer(): JsonDeserializer {
        return new JsonDeserializer();
    }

    setSerdeContext(): void {}
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw wrong('SyntaxError', 'The answer is no JSON.');
    }
}

/** What the engine throws in a sandbox is no `Error` there, and the SDK would go on with one without name and text. */
function wrong(name: string, message: string): Error {
    return Object.assign(new Error(message), { name });
}

/** As JSON.stringify takes it: what is undefined is left out. */
function written(schema: NormalizedSchema, value: unknown): unknown {
    if (value === undefined || value === null) {
        return schema.isIdempotencyToken() ? generateIdempotencyToken() : undefined;
    }
    if (schema.isBlobSchema()) return blob(value);
    if (schema.isTimestampSchema() && value instanceof Date) return value.getTime() / MS_PER_SECOND;
    return within(schema, value, written);
}

function blob(value: unknown): unknown {
    if (typeof value === 'string') return toBase64(value);
    return ArrayBuffer.isView(value)
        ? toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
        : undefined;
}

function read(schema: NormalizedSchema, value: unknown): unknown {
    if (value === undefined || value === null) return undefined;
    if (schema.isBlobSchema() && typeof value === 'string') return fromBase64(value);
    if (schema.isTimestampSchema()) return time(value);
    return within(schema, value, read);
}

/** Seconds since 1970, which may be written as text. A date in words would be no time, and what is no number a wrong one. */
function time(value: unknown): Date {
    const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof seconds === 'number' && Number.isFinite(seconds)) return new Date(Math.round(seconds * MS_PER_SECOND));
    throw wrong('TypeError', 'The answer has a time that is not in seconds.');
}

/** The members of a structure, list or map; what is undefined then is none. Anything else stays as it is. */
function within(
    schema: NormalizedSchema,
    value: unknown,
    of: (schema: NormalizedSchema, value: unknown) => unknown
): unknown {
    if (Array.isArray(value) && schema.isListSchema()) {
        const member = schema.getValueSchema();
        return value.map((each) => of(member, each)).filter(isDefined);
    }
    if (!isFields(value)) return value;
    if (schema.isStructSchema()) {
        return fieldsOf([...schema.structIterator()].map(([name, member]) => [name, of(member, value[name])]));
    }
    if (!schema.isMapSchema()) return value;
    const member = schema.getValueSchema();
    return fieldsOf(Object.entries(value).map(([name, each]) => [name, of(member, each)]));
}

function fieldsOf(entries: readonly (readonly [string, unknown])[]): Fields {
    return Object.fromEntries(entries.filter(([, value]) => isDefined(value)));
}

function isDefined(value: unknown): boolean {
    return value !== undefined;
}

function isFields(value: unknown): value is Fields {
    return typeof value === 'object' && value !== null;
}
