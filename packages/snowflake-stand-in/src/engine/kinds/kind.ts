/**
 * A kind of object: all that the engine's statements know of it stands in one module or folder beside this file.
 * CREATE, ALTER, DROP, COMMENT, SHOW, DESCRIBE, GRANT and REVOKE go over the list in `index.ts` and name no kind.
 */
import type { ResultSet } from '../../types.js';
import type { Access } from '../access.js';
import type { Account } from '../account.js';
import type { Context, SessionState } from '../context.js';
import type { Listing } from '../listing.js';
import type { Securable } from '../objects/tree.js';
import type { Work } from '../query.js';
import type { Reader } from '../reader.js';
import type { Store } from '../store.js';
import type { Create } from './creation.js';

/** `T` is what the kind is asked about: statements find the kind of an object by the object's own type. */
export interface Kind<T extends Securable = Securable> {
    /** As statements name it: TABLE, NETWORK POLICY. */
    readonly type: string;
    /** Words between CREATE and the type: TRANSIENT, SECURE ... */
    readonly modifiers?: readonly string[];
    /** Words that other statements take before the type, one of them: EXTERNAL (TABLE). */
    readonly sorts?: readonly string[];
    /** Where it is made, which takes a privilege there: CREATE TABLE on a schema. */
    readonly home: 'ACCOUNT' | 'DATABASE' | 'SCHEMA';
    /** What GRANT ALL gives, the least first, by sort (EXTERNAL TABLE). */
    readonly privileges: Readonly<Record<string, readonly string[]>>;
    /** Nothing else can be granted: what each sort has is documented, and told apart here. */
    readonly refusesOtherPrivileges?: true;
    /** What SHOW lists of it. */
    readonly listings: readonly Listing[];

    /**
     * What a statement names, or a refusal where it is not there or may not be seen. `command`: what cannot be performed
     * while the session has no current database.
     */
    find(context: Context, parts: readonly string[], command?: string): Securable;

    readonly create: Create;

    /** ALTER, from the name on, where nothing of it is as for the others. */
    alter?(work: Work, reader: Reader): ResultSet;
    /** ALTER, from behind the name on; false when it is none of its own forms. */
    change?(work: Work, object: T, reader: Reader): Promise<boolean> | boolean;
    /** ALTER ... RENAME TO. */
    rename?(context: Context, object: T, name: string): void;
    /** DDL changed it. */
    touch?(object: T, now: number): void;

    /** SHOW of what belongs to one of them (USER KEY PAIRS); null when it is about something else. */
    showMore?(context: Context, reader: Reader): ResultSet | null;
    /** DESCRIBE, from the name on. */
    describe?(context: Context, reader: Reader, sort: string | null): ResultSet;

    /** DROP by others than its owner. */
    mayDrop?(access: Access, object: T): boolean;
    /** What has to be so before it is dropped, or a refusal. */
    beforeDrop?(account: Account, object: T): void;
    /** Takes it out of the account, with all that is in it and its rows; its grants are forgotten already. */
    remove(account: Account, store: Store, object: T): Promise<void> | void;
    /** A session in which it was dropped is in it no longer. */
    leave?(session: SessionState, object: T): void;
}
