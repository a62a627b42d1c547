/**
 * One walk over a whole listing with Nango's tracking of deletions around it: counted and compared with the last whole
 * walk while it goes, judged when it has read everything.
 */
import type { NangoRecord } from '../nango/handle.js';
import { batchesOf } from '../nango/record-batches.js';
import { Census, hashOfId, Met, OTHERS } from '../sync/census.js';
import { deletionsWithheld } from '../sync/deletion-guard.js';
import { NO_POSITION, toCheckpoint } from './checkpoint.js';
import type { CatalogCheckpoint, Left, PositionFields, WalkNote } from './checkpoint.js';
import type { ListedModel, OpenWalk } from './listed-model.js';
import { lossesOf } from './losses.js';
import { changesSince } from './memory.js';
import type { Run } from './memory.js';
import type { CatalogHandle, Start } from './syncs/start.js';

export interface Setting extends Run {
    /** The records of the last whole walk. */
    readonly known: Census | null;
    /** What an earlier execution left of this very walk. */
    readonly resumed: Left | null;
    /** The tracking may be open already. */
    readonly again: boolean;
    readonly kept: string;
}

export interface Ended {
    /** The records that this walk found. */
    readonly now: Census;
    /** Another walk has to follow. */
    readonly again: boolean;
    readonly kept: string;
}

export class TrackedWalk<Rec extends NangoRecord> implements OpenWalk<Rec> {
    readonly #nango: CatalogHandle;
    readonly #start: Start;
    readonly #listing: ListedModel<Rec>;
    readonly #setting: Setting;
    readonly #now: Census;
    readonly #met: Met | null;
    #note: WalkNote;
    #position: Partial<PositionFields> = {};
    /** A failure may have lost nothing: then the run that goes on has nothing to walk again. */
    #hasSaved: boolean;
    /** Nango ends an execution within `saveCheckpoint`: that is no failure, and the next one goes on at once. */
    #interrupted = false;
    kept: string;

    constructor(start: Start, listing: ListedModel<Rec>, setting: Setting) {
        const { resumed, known } = setting;
        this.#nango = start.nango;
        this.#start = start;
        this.#listing = listing;
        this.#setting = setting;
        this.#now = resumed?.now ?? new Census();
        this.#note = resumed?.walk ?? {
            state: 'walking',
            started: Date.now(),
            noted: Date.now(),
            scope: setting.present.scope,
            again: setting.again,
            keep_all: false,
            found: false,
            met: ''
        };
        this.#met = known && new Met(known, this.#note.met);
        this.#position = resumed?.position ?? {};
        this.#hasSaved = !this.#isAtStart();
        this.kept = setting.kept;
    }

    get checkpoint(): CatalogCheckpoint | null {
        return this.#setting.resumed?.position ?? null;
    }

    get found(): boolean {
        return this.#note.found;
    }

    set found(found: boolean) {
        this.#note = { ...this.#note, found };
    }

    async save(records: readonly Rec[], position: Partial<PositionFields> | null): Promise<void> {
        await this.saveAgain(records);
        this.#position = position ?? {};
        await this.#checkpoint(position === null ? 'walked' : 'walking');
    }

    async saveAgain(records: readonly NangoRecord[]): Promise<void> {
        if (records.length === 0) return;
        this.#hasSaved = true;
        const { model, groupOf } = this.#listing;
        for (const batch of batchesOf(records, `${model} record`)) await this.#nango.batchSave(batch, model);
        for (const { id } of records) {
            const hash = hashOfId(id);
            this.#now.add(hash, groupOf?.(id) ?? OTHERS);
            this.#met?.mark(hash);
        }
    }

    keepAll(): void {
        this.#note = { ...this.#note, keep_all: true };
    }

    countedTwice(group: string): void {
        this.#now.countedTwice(this.#listing.groupOf ? group : OTHERS);
    }

    abandon(): void {
        this.#note = { ...this.#note, state: 'abandoned' };
    }

    /** Reads what is left to read, and deletes what was not found. Throws where that has to wait. */
    async toItsEnd(): Promise<Ended> {
        const { resumed } = this.#setting;
        const { model } = this.#listing;
        const wasWalked = resumed?.walk.state === 'walked';
        // Noted before it is opened: a tracking that nobody knows of would be taken for a later walk's own.
        if (!resumed) await this.#checkpoint('walking');
        if (!wasWalked && this.#isAtStart()) await this.#nango.trackDeletesStart(model);
        if (!wasWalked) await this.#read();
        await this.#judge();
        if (this.#note.keep_all) {
            await this.#noteEnd('kept');
            return { now: this.#now, again: false, kept: this.kept };
        }
        const ended = await this.#endTracking(wasWalked);
        const again = this.#note.again || !ended;
        // An execution that ends between the two walks is followed by one that makes the second.
        if (again) await this.#checkpoint('done');
        else await this.#noteEnd('done');
        await this.#tellOfNothing();
        return { now: this.#now, again, kept: this.kept };
    }

    /** Nothing is noted as saved. Where the tracking is open already, as after a cut, starting it changes nothing. */
    #isAtStart(): boolean {
        const { database, object, page_anchor: anchor } = { ...NO_POSITION, ...this.#position };
        return database === '' && object === '' && anchor === '';
    }

    async #read(): Promise<void> {
        try {
            await this.#listing.read(this);
        } catch (error) {
            await this.#noteFailure();
            throw error;
        }
        if (this.#note.state !== 'walked') await this.#checkpoint('walked');
    }

    /** A failure may lie hours before the run that goes on, so what was saved before it is walked once more then. */
    async #noteFailure(): Promise<void> {
        if (this.#interrupted || !this.#hasSaved) return;
        this.#note = { ...this.#note, again: true };
        try {
            await this.#checkpoint(this.#note.state);
        } catch {
            // What failed may be Nango itself; the failure that is thrown says more.
        }
    }

    /** Throws where so much is missing that it is more likely out of sight than gone. */
    async #judge(): Promise<void> {
        const { known, mayDelete, before, present } = this.#setting;
        if (!known || !this.#met || mayDelete || this.#note.keep_all) return;
        const run = { before, present, known, met: this.#met, now: this.#now };
        const losses = await lossesOf(this.#start, this.#listing, run);
        if (losses.length === 0) return;
        await this.#noteEnd('withheld');
        const changes = changesSince(before, present);
        throw deletionsWithheld({ model: this.#listing.model, losses, changes });
    }

    /** False where an earlier execution may have ended the tracking, and cut off before it could note that. */
    async #endTracking(wasWalked: boolean): Promise<boolean> {
        try {
            await this.#nango.trackDeletesEnd(this.#listing.model);
            return true;
        } catch (error) {
            if (!wasWalked) throw error;
            return false;
        }
    }

    /**
     * Nango may end an execution here too. Where nothing is left to do that must not count as an interruption, or the
     * whole walk would begin anew at once; a note that got lost costs the next run no more than a look at this one's end.
     */
    async #noteEnd(state: 'done' | 'withheld' | 'kept'): Promise<void> {
        try {
            await this.#checkpoint(state);
        } catch {
            await this.#nango.log('The end of this run could not be noted in its checkpoint.', { level: 'debug' });
        }
    }

    async #tellOfNothing(): Promise<void> {
        if (this.#now.total > 0) return;
        await this.#nango.log(
            `This run found nothing at all to save as ${this.#listing.model}. If there is something, the role may not see it: grant it, or set another role.`,
            { level: 'warn' }
        );
    }

    async #checkpoint(state: WalkNote['state']): Promise<void> {
        const { present, before, known } = this.#setting;
        this.#note = { ...this.#note, state, noted: Date.now(), met: this.#met?.toText() ?? '' };
        const isDone = state === 'done';
        const isOpen = state === 'walking' || state === 'walked';
        const memory = isDone ? present : before;
        const standing = {
            position: isOpen ? this.#position : {},
            kept: this.kept,
            walk: this.#note,
            memory,
            known: isDone ? this.#now : known,
            now: isOpen ? this.#now : null
        };
        try {
            await this.#nango.saveCheckpoint(toCheckpoint(standing));
        } catch (error) {
            this.#interrupted = true;
            throw error;
        }
    }
}
