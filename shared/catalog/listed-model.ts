/** What a metadata sync says of its model, and what it is given to read it with. */
import type { NangoRecord } from '../nango/handle.js';
import type { Bookmark } from './bookmark.js';

/** What the reader of a listing is given. */
export interface OpenWalk<Rec extends NangoRecord> {
    /** An earlier execution has begun this walk. */
    readonly isResumed: boolean;
    /** Where that one stopped; null where it had saved nothing yet. */
    readonly resumeAt: Bookmark | null;
    /** Places that could not be read in this walk, see unreadable.ts: noted with what is saved next. */
    unreadable: string;
    /**
     * Notes that an execution begins to read by queries. True where one of this walk did not live until their first record:
     * then SHOW, which needs fewer requests for that, reads something before them.
     */
    begin(): Promise<boolean>;
    /** Saves the records, then the place up to which everything is saved; null stands for the end. */
    save(records: readonly Rec[], position: Bookmark | null): Promise<void>;
    /** Saves records that are known already and could not be read, as they are. */
    saveAgain(records: readonly NangoRecord[]): Promise<void>;
    /** Saves records once more that this walk has saved before, and perhaps did not. */
    saveSeen(records: readonly Rec[]): Promise<void>;
    /** Something that is not gone could not be saved: this walk deletes nothing. */
    keepAll(): void;
    /** A place was read, by this execution or an earlier one. */
    found: boolean;
    /** Some records of this database may be counted twice. */
    countedTwice(group: string): void;
    /** Where the records of unreadable places stand, see kept-ranges.ts. */
    kept: string;
    /** What is wrong will not be right where this walk stopped: the next run begins anew. */
    abandon(): void;
}

export interface ListedModel<Rec extends NangoRecord> {
    readonly model: string;
    /** The database that an id names; null for objects of the account. */
    readonly groupOf: ((id: string) => string) | null;
    /** Whether the settings leave a known record out. Unset where they say nothing of such records. */
    readonly isLeftOut?: (record: NangoRecord) => boolean;
    read(walk: OpenWalk<Rec>): Promise<void>;
}
