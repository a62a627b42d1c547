/**
 * Names in Secrets Manager. A secret's name follows `<prefix>/org_<organisation>/<name>_<id>`; a claim's name must be
 * different for different organisations whatever their ids hold, so ids are encoded, not cleaned.
 */
import { createHash } from 'crypto';

/** Display names are cut to this: Secrets Manager allows 512 characters for the whole name. */
export const LONGEST_NAME_CHARS = 100;
const LONGEST_ORGANISATION_CHARS = 120;
const LONGEST_TAG_CHARS = 256;

/** Allowed in a name: ASCII letters, digits and /_+=.@- (`/` and `=` are kept for our own use). */
const NOT_IN_NAME = /[^A-Za-z0-9_+.@-]/gu;

/** The id is part of the name, so display names may become equal without harm. */
export function secretName(prefix: string, organisation: string, name: string, id: string): string {
    const readable = name.replace(NOT_IN_NAME, '-').slice(0, LONGEST_NAME_CHARS);
    return `${organisationPath(prefix, organisation)}/${readable}_${id}`;
}

/** Tells itself by the destination's id; Glue's connections have no folders. */
export function glueConnectionName(prefix: string, id: string): string {
    return `${prefix.replaceAll('/', '-')}_${id}`;
}

export function organisationPath(prefix: string, organisation: string): string {
    return `${prefix}/org_${encodeId(organisation)}`;
}

/** The secret that says which destination of this type an organisation has; it stands apart from the secrets. */
export function claimName(prefix: string, organisation: string, type: string): string {
    return `${prefix}/claims/org_${encodeId(organisation)}/${encodeId(type)}`;
}

/** The secret that lists what deleted connections have left behind; no organisation's claim has this name. */
export function leftoversName(prefix: string): string {
    return `${prefix}/claims/leftovers`;
}

/** Injective: characters outside the allowed ones become `=` and hex, long ids end in their hash. */
function encodeId(id: string): string {
    const encoded = id.replace(NOT_IN_NAME, (character) => `=${Buffer.from(character, 'utf8').toString('hex')}=`);
    if (encoded.length <= LONGEST_ORGANISATION_CHARS) return encoded;
    const hash = createHash('sha256').update(id).digest('hex');
    return `${encoded.slice(0, LONGEST_ORGANISATION_CHARS - hash.length - 2)}==${hash}`;
}

/** Tag values allow letters, digits, spaces and _.:/=+-@; tags are for people to find things, not for decisions. */
export function tagValue(value: string): string {
    return value.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '-').slice(0, LONGEST_TAG_CHARS);
}

/** A version id (32-64 characters) that is the same for the same content, so that a repeated write is one version. */
export function versionOf(content: string): string {
    const hash = createHash('sha256').update(content).digest('hex');
    return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-${hash.slice(12, 16)}-${hash.slice(16, 20)}-${hash.slice(20, 32)}`;
}
