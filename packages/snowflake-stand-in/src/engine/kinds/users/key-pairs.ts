/**
 * Named key pairs: ALTER USER … ADD, ROTATE, MODIFY and REMOVE KEY PAIR, and SHOW USER KEY PAIRS. A key that is rotated
 * out goes on signing in under another name until it expires.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-rotate-key-pair
 */
import { DAY_MS } from 'stand-in-base/clock.js';
import { showColumns, statusResult, timestampCell } from '../../cells.js';
import { alreadyExists, doesNotExist, refusedValue } from '../../failures.js';
import { numberProperty, readCredentialChange, readProperties, textProperty } from '../../properties.js';
import { publicKeyFingerprint, readPublicKey } from '../../public-key.js';
import { rotationGrace } from './rotation-grace.js';

import type { ResultSet } from '../../../types.js';
import type { NamedKeyPair, User } from '../../objects/user.js';
import type { Reader } from '../../reader.js';

const MOST = 10;
/** They stand for the two properties of the user. */
const RESERVED = new Set(['PUBLIC_KEY_1', 'PUBLIC_KEY_2']);

interface By {
    readonly user: string;
    readonly now: number;
}

export function addKeyPair(user: User, reader: Reader, granted: ReadonlySet<string>, by: By): ResultSet {
    const name = reader.name();
    const properties = readProperties(reader);
    reader.end();
    const role = textProperty(properties, 'ROLE_RESTRICTION')?.toUpperCase() ?? null;
    const days = numberProperty(properties, 'DAYS_TO_EXPIRY') ?? null;
    const listed = listedKeyPairs(user, by.now);
    if (RESERVED.has(name)) throw reserved(name);
    if (listed[name] !== undefined) throw alreadyExists(name);
    if (role !== null && !granted.has(role)) throw refusedValue(`Role '${role}' is not granted to the user.`);
    if (days !== null && !(days >= 1)) throw refusedValue('Invalid value for DAYS_TO_EXPIRY.');
    const added: NamedKeyPair = {
        publicKey: newPublicKey(user, textProperty(properties, 'PUBLIC_KEY'), by.now),
        role,
        comment: textProperty(properties, 'COMMENT') ?? null,
        createdOn: by.now,
        createdBy: by.user,
        days,
        expiresAt: days === null ? null : by.now + days * DAY_MS,
        disabled: false,
        lastUsedOn: null,
        rotatedTo: null
    };
    user.namedKeyPairs = withinLimit({ ...listed, [name]: added });
    return statusResult(`Key pair ${name} successfully added.`);
}

export function rotateKeyPair(user: User, reader: Reader, by: By): ResultSet {
    const name = reader.name();
    const properties = readProperties(reader);
    reader.end();
    const listed = listedKeyPairs(user, by.now);
    const old = named(listed, name);
    if (old.rotatedTo !== null) throw refusedValue(`Key pair '${name}' has been rotated already.`);
    const grace = rotationGrace(properties, 'EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS', old.expiresAt, by.now);
    const publicKey = newPublicKey(user, textProperty(properties, 'PUBLIC_KEY'), by.now);
    user.namedKeyPairs = withinLimit({
        ...listed,
        [name]: {
            ...old,
            publicKey,
            createdOn: by.now,
            createdBy: by.user,
            expiresAt: old.days === null ? null : by.now + old.days * DAY_MS,
            lastUsedOn: null
        },
        [`${name}_ROTATED_${Math.floor(by.now)}`]: {
            ...old,
            rotatedTo: name,
            ...(grace === 0 ? { disabled: true } : { expiresAt: by.now + grace })
        }
    });
    return statusResult(`Key pair ${name} successfully rotated.`);
}

export function modifyKeyPair(user: User, reader: Reader, now: number): ResultSet {
    const name = reader.name();
    const listed = listedKeyPairs(user, now);
    const { [name]: _, ...others } = listed;
    const pair = named(listed, name);
    if (reader.accept('RENAME', 'TO')) {
        const renamed = reader.name();
        reader.end();
        if (RESERVED.has(renamed)) throw reserved(renamed);
        if (others[renamed] !== undefined) throw alreadyExists(renamed);
        user.namedKeyPairs = { ...others, [renamed]: pair };
    } else {
        user.namedKeyPairs = { ...listed, [name]: { ...pair, ...readCredentialChange(reader) } };
    }
    return statusResult(`Key pair ${name} successfully modified.`);
}

export function removeKeyPair(user: User, reader: Reader, now: number): ResultSet {
    const name = reader.name();
    reader.end();
    const listed = listedKeyPairs(user, now);
    named(listed, name);
    const { [name]: _, ...others } = listed;
    user.namedKeyPairs = others;
    return statusResult(`Key pair ${name} successfully removed.`);
}

/** https://docs.snowflake.com/en/sql-reference/sql/show-user-key-pairs */
export function showKeyPairs(user: User, now: number): ResultSet {
    const columns = showColumns(
        'name user_name fingerprint role_scope status comment created_on:time created_by last_used_on:time expires_at:time rotated_to'
    );
    const rows = Object.entries(listedKeyPairs(user, now)).map(([name, pair]) => [
        name,
        user.name,
        publicKeyFingerprint(pair.publicKey),
        pair.role,
        pair.disabled ? 'DISABLED' : isOver(pair, now) ? 'EXPIRED' : 'ACTIVE',
        pair.comment,
        timestampCell(pair.createdOn),
        pair.createdBy,
        timestampCell(pair.lastUsedOn),
        timestampCell(pair.expiresAt),
        pair.rotatedTo
    ]);
    return { columns, rows, kind: 'show' };
}

/** Those that sign the user in now. */
export function activeKeyPairs(user: User, now: number): NamedKeyPair[] {
    return Object.values(user.namedKeyPairs).filter((pair) => !pair.disabled && !isOver(pair, now));
}

export function noteKeyUse(user: User, publicKey: string, now: number): void {
    const entries = Object.entries(user.namedKeyPairs);
    user.namedKeyPairs = Object.fromEntries(
        entries.map(([name, pair]) => [name, pair.publicKey === publicKey ? { ...pair, lastUsedOn: now } : pair])
    );
}

/** One that was rotated out is gone when it expires. */
function listedKeyPairs(user: User, now: number): Record<string, NamedKeyPair> {
    const entries = Object.entries(user.namedKeyPairs);
    return Object.fromEntries(entries.filter(([, pair]) => pair.rotatedTo === null || !isOver(pair, now)));
}

function isOver({ expiresAt }: NamedKeyPair, now: number): boolean {
    return expiresAt !== null && expiresAt <= now;
}

function named(listed: Readonly<Record<string, NamedKeyPair>>, name: string): NamedKeyPair {
    if (RESERVED.has(name)) throw reserved(name);
    const pair = listed[name];
    if (pair === undefined) throw doesNotExist('Key pair', name);
    return pair;
}

function newPublicKey(user: User, text: string | undefined, now: number): string {
    const publicKey = readPublicKey(text ?? '');
    const active = [user.rsaPublicKey, user.rsaPublicKey2, ...activeKeyPairs(user, now).map((pair) => pair.publicKey)];
    if (active.includes(publicKey)) throw refusedValue('The public key is in use by another key of the user.');
    return publicKey;
}

function withinLimit(pairs: Record<string, NamedKeyPair>): Record<string, NamedKeyPair> {
    if (Object.keys(pairs).length > MOST) throw refusedValue(`A user can have ${MOST} key pairs at most.`);
    return pairs;
}

function reserved(name: string): Error {
    return refusedValue(`The key pair name '${name}' is reserved.`);
}
