/**
 * One walk over a whole listing, in the frame of full-read.ts: counted and compared with the last whole walk while it
 * goes, judged when it has read everything.
 */
import type { NangoRecord } from '../nango/handle.js';
import { batchesOf } from '../nango/record-batches.js';
import { Census, hashOfId, Met, OTHERS } from '../sync/census.js';
import { deletionsWithheld } from '../sync/deletion-guard.js';
import { noteEnd } from '../sync/full-read.js';
import type { FullRead, WindowEnd } from '../sync/full-read.js';
import type { OwnCheckpoint } from '../sync/own-checkpoint.js';
import { Saver } from '../sync/saver.js';
import type { Bookmark } from './bookmark.js';
import { toCheckpoint } from './checkpoint.js';
import type { CatalogCheckpoint, Left, WalkNote } from './checkpoint.js';
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
    readonly checkpoint: OwnCheckpoint<CatalogCheckpoint>;
}

/** What the checkpoint says of the place that is reached. */
interface Noted {
    readonly at: Bookmark | null;
    readonly unreadable: string;
    readonly found: boolean;
}

interface Portion<Rec extends NangoRecord> {
    readonly records: readonly Rec[];
    readonly isLast: boolean;
    readonly noted: Noted;
}

export class TrackedWalk<Rec extends NangoRecord> implements OpenWalk<Rec>, FullRead<TrackedWalk<Rec>> {
    readonly #nango: CatalogHandle;
    readonly #start: Start;
    readonly #listing: ListedModel<Rec>;
    readonly #setting: Setting;
    readonly #now: Census;
    readonly #met: Met | null;
    #note: WalkNote;
    /** Of what is saved. */
    #noted: Noted;
    readonly #saver = new Saver<Portion<Rec>>(async (portions) => await this.#save(portions));
    /** A failure may have lost nothing: then the run that goes on has nothing to walk again. */
    #hasSaved: boolean;
    /** Nango ends an execution within `saveCheckpoint`: that is no failure, and the next one goes on at once. */
    #interrupted = false;
    kept: string;
    unreadable: string;
    found: boolean;

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
            met: '',
            tried: ''
        };
        this.#met = known && new Met(known, this.#note.met);
        this.found = this.#note.found;
        this.#noted = { at: resumed?.at ?? null, unreadable: resumed?.unreadable ?? '', found: this.found };
        // One that is to be read again says only what is too large.
        this.#hasSaved = this.#noted.at !== null && !this.#noted.at.again;
        this.kept = setting.kept;
        this.unreadable = this.#noted.unreadable;
    }

    get model(): string {
        return this.#listing.model;
    }

    get isAtStart(): boolean {
        return this.#noted.at === null && !this.wasRead;
    }

    get isResumed(): boolean {
        return this.#setting.resumed !== null;
    }

    get isNoted(): boolean {
        return this.isResumed;
    }

    get wasRead(): boolean {
        return this.#setting.resumed?.walk.state === 'walked';
    }

    get resumeAt(): Bookmark | null {
        return this.#setting.resumed?.at ?? null;
    }

    async begin(): Promise<boolean> {
        const isInVain = this.#note.tried !== '';
        this.#note = { ...this.#note, tried: isInVain ? 'in_vain' : 'begun' };
        // Nango may end an execution at each note: one that is not needed would keep it from getting further.
        if (!isInVain) await this.#checkpoint('walking');
        return isInVain;
    }

    async save(records: readonly Rec[], position: Bookmark | null): Promise<void> {
        const { unreadable, found } = this;
        await this.#saver.add({ records, isLast: position === null, noted: { at: position, unreadable, found } });
    }

    async #save(portions: readonly Portion<Rec>[]): Promise<void> {
        const [only] = portions;
        const last = portions.at(-1);
        if (!only || !last) return;
        await this.#batches(portions.length === 1 ? only.records : portions.flatMap(({ records }) => records));
        this.#noted = last.noted;
        const hasRecords = portions.some(({ records }) => records.length > 0);
        if (hasRecords && this.#note.tried === 'begun') this.#note = { ...this.#note, tried: '' };
        await this.#checkpoint(last.isLast ? 'walked' : 'walking');
    }

    async saveAgain(records: readonly NangoRecord[]): Promise<void> {
        await this.#saver.flush();
        await this.#batches(records);
    }

    async saveSeen(records: readonly Rec[]): Promise<void> {
        await this.#saver.flush();
        await this.#batches(records, false);
    }

    /** What was counted when it was saved first is not counted again. */
    async #batches(records: readonly NangoRecord[], isCounted = true): Promise<void> {
        if (records.length === 0) return;
        this.#hasSaved = true;
        const { model, groupOf } = this.#listing;
        for (const batch of batchesOf(records, `${model} record`)) await this.#nango.batchSave(batch, model);
        for (const { id } of records) {
            const hash = hashOfId(id);
            if (isCounted) this.#now.add(hash, groupOf?.(id) ?? OTHERS);
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

    async note(): Promise<void> {
        await this.#checkpoint('walking');
    }

    async expectOwn(): Promise<void> {
        await this.#setting.checkpoint.expectOwn();
    }

    async read(): Promise<void> {
        if (this.wasRead) return;
        try {
            await Promise.race([this.#listing.read(this), this.#saver.failed]);
            await this.#saver.flush();
        } catch (error) {
            await this.#saver.settle();
            await this.#noteFailure();
            throw error;
        }
        if (this.#note.state !== 'walked') await this.#checkpoint('walked');
        // An execution that dies at its sign-out after it has noted the end would be followed by one that reads all anew.
        await this.#start.from.client.signOut?.();
    }

    /** Throws where so much is missing that it is more likely out of sight than gone. */
    async judge(): Promise<boolean> {
        if (this.#note.keep_all) return false;
        const { known, mayDelete, before, present } = this.#setting;
        if (!known || !this.#met || mayDelete) return true;
        const run = { before, present, known, met: this.#met, now: this.#now };
        const losses = await lossesOf(this.#start, this.#listing, run);
        if (losses.length === 0) return true;
        await this.#noteEnd('withheld');
        throw deletionsWithheld({ model: this.model, losses, changes: changesSince(before, present) });
    }

    async after(end: WindowEnd): Promise<TrackedWalk<Rec> | null> {
        if (end === 'kept') {
            await this.#noteEnd('kept');
            return null;
        }
        const again = this.#note.again || end === 'unsure';
        // An execution that ends between the two walks is followed by one that makes the second.
        if (again) await this.#checkpoint('done');
        else await this.#noteEnd('done');
        await this.#tellOfNothing();
        if (!again) return null;
        const { present, checkpoint } = this.#setting;
        const found = { known: this.#now, resumed: null, again: false, checkpoint };
        const next = { ...found, present, before: present, mayDelete: false };
        return new TrackedWalk(this.#start, this.#listing, { ...next, kept: this.kept });
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

    async #noteEnd(state: 'done' | 'withheld' | 'kept'): Promise<void> {
        await noteEnd(this.#nango, async () => await this.#checkpoint(state));
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
        const { found } = this.#noted;
        this.#note = { ...this.#note, state, found, noted: Date.now(), met: this.#met?.toText() ?? '' };
        const isDone = state === 'done';
        const isOpen = state === 'walking' || state === 'walked';
        const memory = isDone ? present : before;
        const standing = {
            at: isOpen ? this.#noted.at : null,
            unreadable: isOpen ? this.#noted.unreadable : '',
            kept: this.kept,
            walk: this.#note,
            memory,
            known: isDone ? this.#now : known,
            now: isOpen ? this.#now : null
        };
        try {
            await this.#setting.checkpoint.save(toCheckpoint(standing));
        } catch (error) {
            this.#interrupted = true;
            throw error;
        }
    }
}
