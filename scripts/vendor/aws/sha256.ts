/** SHA-256 for the AWS SDK by Node's own, which Nango's sandbox has: the SDK's is one in JavaScript beside Web Crypto's. */
import { createHash, createHmac } from 'crypto';
import type { Hash, Hmac } from 'node:crypto';
import type { Checksum, SourceData } from '@smithy/types';

export class Sha256 implements Checksum {
    readonly #start: () => Hash | Hmac;
    #running: Hash | Hmac;

    constructor(secret?: SourceData) {
        this.#start = () => (secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret)));
        this.#running = this.#start();
    }

    update(data: Uint8Array): void {
        this.#running.update(data);
    }

    async digest(): Promise<Uint8Array> {
        return await Promise.resolve(new Uint8Array(this.#running.digest()));
    }

    reset(): void {
        this.#running = this.#start();
    }
}

function bytesOf(secret: SourceData): string | Uint8Array {
    return secret instanceof ArrayBuffer
        ? new Uint8Array(secret)
        : typeof secret === 'string'
          ? secret
          : new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength);
}
