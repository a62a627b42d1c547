/** TextEncoder and TextDecoder over the sandbox's `Buffer`. UTF-8 only, which is all that the bundled packages use. */
export class TextEncoder {
    readonly encoding = 'utf-8';

    encode(text = ''): Uint8Array {
        return new Uint8Array(Buffer.from(text, 'utf8'));
    }

    encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
        const view = Buffer.from(target.buffer, target.byteOffset, target.byteLength);
        const written = view.write(text, 'utf8'); // never splits a character
        return { read: view.toString('utf8', 0, written).length, written };
    }
}

export class TextDecoder {
    readonly encoding = 'utf-8';

    constructor(label = 'utf-8') {
        if (!/^utf-?8$/i.test(label)) throw new RangeError(`The sandbox decodes UTF-8 only, not ${label}.`);
    }

    decode(bytes?: ArrayBuffer | ArrayBufferView): string {
        if (bytes === undefined) return '';
        const view = ArrayBuffer.isView(bytes)
            ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
            : Buffer.from(bytes);
        // A byte order mark is not text: https://encoding.spec.whatwg.org/#utf-8-decode
        return view.toString('utf8').replace(/^\uFEFF/, '');
    }
}
