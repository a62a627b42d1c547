/**
 * Locks of executions. On a self-hosted runner each execution has a table of its own, so a lock keeps nobody out:
 * that is the default here too. With distributed coordination (and on Nango Cloud) all executions share one.
 */
const MAX_KEY_BYTES = 255;

export class LockTable {
    readonly #now: () => number;
    readonly #locks = new Map<string, { owner: string; expiresAt: number }>();

    constructor(now: () => number = () => Date.now()) {
        this.#now = now;
    }

    tryAcquire(owner: string, key: string, ttlMs: number): boolean {
        if (key.length === 0) throw new Error('Invalid lock key (must not be empty)');
        if (Buffer.byteLength(key) > MAX_KEY_BYTES)
            throw new Error(`Key string byte length must be between 1 and ${MAX_KEY_BYTES}`);
        if (!(ttlMs > 0)) throw new Error('Invalid lock ttlMs (must be greater than 0)');
        const held = this.#locks.get(key);
        if (held !== undefined && held.expiresAt > this.#now() && held.owner !== owner) return false;
        this.#locks.set(key, { owner, expiresAt: this.#now() + ttlMs });
        return true;
    }

    release(owner: string, key: string): boolean {
        return this.#locks.get(key)?.owner === owner && this.#locks.delete(key);
    }

    releaseAll(owner: string): void {
        for (const [key, held] of this.#locks) if (held.owner === owner) this.#locks.delete(key);
    }
}
