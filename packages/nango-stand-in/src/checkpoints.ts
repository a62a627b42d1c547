/**
 * Checkpoints as Nango's server keeps them: flat, small, one per key, guarded by a version: of two executions, the one
 * that saves second is refused. Not the first time, though: where there is none yet, any version is taken, and another
 * execution that saw none either counts on version 1, which is the one that the first has just made.
 * A cleared one keeps its version, so clearing twice, or clearing what was never saved, is a conflict.
 * https://nango.dev/docs/implementation-guides/use-cases/syncs/checkpoints
 */
import * as z from 'zod';

const MAX_FIELDS = 16;
const MAX_TEXT_CHARACTERS = 4_000;
const MAX_KEY_CHARACTERS = 255;

const CheckpointSchema = z
    .record(z.string().max(MAX_KEY_CHARACTERS), z.union([z.string().max(MAX_TEXT_CHARACTERS), z.number(), z.boolean()]))
    .refine((fields) => Object.keys(fields).length <= MAX_FIELDS, {
        error: `Checkpoint cannot have more than ${MAX_FIELDS} fields`
    });
export type Checkpoint = z.infer<typeof CheckpointSchema>;

/** The body of the answer, as the runner tells of it. */
const CONFLICT = JSON.stringify({
    error: { code: 'checkpoint_conflict', message: 'Checkpoint has been updated since last read' }
});

interface Stored {
    readonly checkpoint: Checkpoint;
    readonly version: number;
    readonly deleted: boolean;
}

export class CheckpointStore {
    readonly #stored = new Map<string, Stored>();

    get(key: string): Stored | null {
        return this.#stored.get(key) ?? null;
    }

    /** The live checkpoint, null when there is none or it was cleared. */
    live(key: string): Checkpoint | null {
        const stored = this.get(key);
        return stored === null || stored.deleted ? null : stored.checkpoint;
    }

    put(key: string, checkpoint: unknown, expectedVersion: number): Stored {
        const parsed = CheckpointSchema.safeParse(JSON.parse(JSON.stringify(checkpoint)));
        if (!parsed.success) throw new Error(`invalid_body: ${z.prettifyError(parsed.error)}`);
        const current = this.get(key);
        if (current !== null && current.version !== expectedVersion) {
            throw new Error(CONFLICT);
        }
        const stored = { checkpoint: parsed.data, version: current === null ? 1 : current.version + 1, deleted: false };
        this.#stored.set(key, stored);
        return stored;
    }

    delete(key: string, expectedVersion: number): void {
        const current = this.get(key);
        if (current === null || current.deleted || current.version !== expectedVersion) {
            throw new Error(CONFLICT);
        }
        this.#stored.set(key, { ...current, version: current.version + 1, deleted: true });
    }

    deleteAll(prefix: string): void {
        for (const key of this.#stored.keys()) if (key.startsWith(prefix)) this.#stored.delete(key);
    }
}

/** One execution's view: it reads the version once and then counts on being the only writer. */
export class Checkpointing {
    readonly #store: CheckpointStore;
    readonly #key: string;
    #version: number | null = null;

    constructor(store: CheckpointStore, key: string) {
        this.#store = store;
        this.#key = key;
    }

    get(): Checkpoint | null {
        this.#version = this.#store.get(this.#key)?.version ?? 1;
        return this.#store.live(this.#key);
    }

    save(checkpoint: unknown): Checkpoint {
        try {
            const stored = this.#store.put(this.#key, checkpoint, this.#expected());
            this.#version = stored.version;
            return stored.checkpoint;
        } catch (cause) {
            throw new Error(`Error saving checkpoint: Failed to save checkpoint: ${messageOf(cause)}`, { cause });
        }
    }

    clear(): void {
        try {
            this.#store.delete(this.#key, this.#expected());
            this.#version = null;
        } catch (cause) {
            throw new Error(`Error deleting checkpoint: Failed to delete checkpoint: ${messageOf(cause)}`, { cause });
        }
    }

    #expected(): number {
        if (this.#version === null) this.get();
        return this.#version ?? 1;
    }
}

function messageOf(cause: unknown): string {
    return cause instanceof Error ? cause.message : String(cause);
}
