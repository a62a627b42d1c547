/**
 * The checkpoint of a run that may not be the only one: Nango starts a sync again whose runner it takes for dead, and the
 * first process may go on. Of what runs do, Nango guards the checkpoint alone: it refuses one where another run has saved
 * its own since. So a run that is refused stops; and before it does what takes records away, it looks whether the
 * checkpoint is still the one that it left.
 */
import { ActionableError } from '../errors.js';
import type { SyncHandle } from '../nango/handle.js';

type Flat = Readonly<Record<string, string | number | boolean>>;
type Handle<Checkpoint> = Pick<SyncHandle<Checkpoint>, 'getCheckpoint' | 'saveCheckpoint'>;

/** Another run may save at the same moment again. */
const MOST_ATTEMPTS = 3;

export class Overtaken extends ActionableError {
    constructor(cause?: unknown) {
        super(
            'overtaken',
            'Another run of this sync has begun before this one had ended, and has gone on from the same checkpoint: this one stops.',
            "Nothing needs to be done: the next run reads what the two may have left wrong. Where it happens often, a runner loses its heartbeat, or something triggers or resets the sync while it runs: see Nango's logs.",
            {},
            { cause }
        );
        this.name = 'Overtaken';
    }
}

export class OwnCheckpoint<Checkpoint extends Flat> {
    readonly #nango: Handle<Checkpoint>;
    #last: unknown;

    /** `found`: the checkpoint that this run began with. */
    constructor(nango: Handle<Checkpoint>, found: unknown) {
        this.#nango = nango;
        this.#last = found;
    }

    /** Throws Overtaken where another run has saved. */
    async save(checkpoint: Checkpoint): Promise<void> {
        try {
            await this.#nango.saveCheckpoint(checkpoint);
        } catch (error) {
            if (!isConflict(error)) throw error;
            // An answer that was lost on the way makes Nango's runner send it again, and be refused for its own.
            if (!isSame(await this.#nango.getCheckpoint(), checkpoint)) throw new Overtaken(error);
        }
        this.#last = checkpoint;
    }

    /** Throws Overtaken where another run has saved since this one did, or the sync was reset. */
    async expectOwn(): Promise<void> {
        if (!isSame(await this.#nango.getCheckpoint(), this.#last)) throw new Overtaken();
    }

    /**
     * Where the work was overtaken, the other run's checkpoint is made to say what the next one has to know: `amended`
     * answers null where it says enough.
     */
    async whileOwn(work: () => Promise<unknown>, amended: (found: unknown) => Checkpoint | null): Promise<void> {
        try {
            await work();
        } catch (error) {
            if (error instanceof Overtaken) await this.#amend(amended).catch(() => {});
            throw error;
        }
    }

    async #amend(amended: (found: unknown) => Checkpoint | null): Promise<void> {
        for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
            const found = await this.#nango.getCheckpoint();
            // Whoever finds none reads everything.
            const next = found === null ? null : amended(found);
            if (next === null) return;
            try {
                await this.#nango.saveCheckpoint(next);
                return;
            } catch (error) {
                if (!isConflict(error)) throw error;
            }
        }
    }
}

/** Nango's runner throws the answer's body as text. */
function isConflict(error: unknown): boolean {
    return /checkpoint_conflict|Checkpoint has been updated/.test(String(Object(error).message));
}

/** Nango keeps the fields in an order of its own. */
function isSame(found: unknown, last: unknown): boolean {
    return textOf(found) === textOf(last);
}

function textOf(checkpoint: unknown): string {
    if (typeof checkpoint !== 'object' || checkpoint === null) return '';
    return JSON.stringify(
        Object.fromEntries(Object.entries(checkpoint).sort(([left], [right]) => (left < right ? -1 : 1)))
    );
}
