/**
 * Whether two names are of one account: what Snowflake calls it, and the hosts that people write. An account's name is unique
 * within its organisation; its locator, which survives a renaming, within its region. Either is enough. Accounts in China
 * are apart from all others, with a domain of their own.
 * https://docs.snowflake.com/en/user-guide/admin-account-identifier
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { CLOUD_PART, GOVERNMENT_PART, HOME_REGION, isRegion, listedRegion } from './regions.js';

/** As Snowflake says it of the account that a session is in; what it does not say is an empty text. */
export const AccountIdentitySchema = z.object({
    organization: anyText,
    account: anyText,
    locator: anyText,
    region: anyText
});
export type AccountIdentity = Readonly<z.infer<typeof AccountIdentitySchema>>;

const SNOWFLAKE_HOST = /^(.+)\.snowflakecomputing\.(com|cn)$/;
const PRIVATELINK = 'privatelink';

/** The names of an account in one spelling; null where it is not known. */
interface Names {
    /** Organisation and account as a host has them: `myorg-my-account`. */
    readonly name: string | null;
    readonly locator: string | null;
    readonly region: Region | null;
    readonly isInChina: boolean | null;
}

interface Region {
    readonly name: string;
    readonly cloud: string | null;
}

/** Null where too little is known of one of them to tell. */
export function isSameAccount(one: AccountIdentity, other: AccountIdentity): boolean | null {
    return areSame(namesOf(one), namesOf(other));
}

/** Null where the host names an account in another way, as a connection's name does. */
export function isHostOf(host: string, identity: AccountIdentity): boolean | null {
    const spelt = namesInHost(host);
    return spelt && areSame(spelt, namesOf(identity));
}

/** A host as a person names the account. */
export function accountName(host: string): string {
    return SNOWFLAKE_HOST.exec(host)?.[1] ?? host;
}

function areSame(one: Names, other: Names): boolean | null {
    if (one.isInChina !== null && other.isInChina !== null && one.isInChina !== other.isInChina) return false;
    const byName = one.name === null || other.name === null ? null : one.name === other.name;
    const byLocator = isSameLocator(one, other);
    if (byName === true || byLocator === true) return true;
    return byLocator ?? byName;
}

function isSameLocator(one: Names, other: Names): boolean | null {
    if (one.locator === null || other.locator === null) return null;
    if (one.locator !== other.locator) return false;
    if (one.region === null || other.region === null) return null;
    if (one.region.name !== other.region.name) return false;
    return one.region.cloud === null || other.region.cloud === null || one.region.cloud === other.region.cloud;
}

function namesOf({ organization, account, locator, region }: AccountIdentity): Names {
    const printed = printedRegion(region);
    return {
        name: organization === '' || account === '' ? null : hostLabel(`${organization}-${account}`),
        locator: locator === '' ? null : hostLabel(locator),
        region: printed,
        isInChina: printed && printed.name.startsWith('cn')
    };
}

function namesInHost(host: string): Names | null {
    const [, labels, domain] = SNOWFLAKE_HOST.exec(host.toLowerCase()) ?? [];
    if (labels === undefined) return namesInOwnHost(host);
    const [first = '', ...rest] = labels.split('.').filter((label) => label !== PRIVATELINK);
    const isInChina = domain === 'cn';
    // An organisation's name and an account's stand apart by a hyphen, which no locator has.
    if (first.includes('-')) {
        return rest.length > 0 ? null : { name: hostLabel(first), locator: null, region: null, isInChina };
    }
    if (rest.length > 0 && !isRegion(rest)) return null;
    return { name: null, locator: hostLabel(first), region: regionInHost(rest), isInChina };
}

/** An operator's own: what comes before its domain names the account, as for a sign-in. */
function namesInOwnHost(host: string): Names | null {
    const [first = ''] = host.split('.');
    return first.includes('-') ? { name: hostLabel(first), locator: null, region: null, isInChina: null } : null;
}

function hostLabel(name: string): string {
    return name.toLowerCase().replaceAll('_', '-');
}

/** As CURRENT_REGION() prints one: `AWS_US_EAST_1`, `PUBLIC.AZURE_WESTEUROPE`, `AWS_US_GOV_WEST_1_FHPLUS`. */
function printedRegion(text: string): Region | null {
    if (text === '') return null;
    const parts = (text.toLowerCase().split('.').at(-1) ?? '').split(/[^a-z0-9]+/);
    const cloud = parts.find((part) => CLOUD_PART.test(part)) ?? null;
    return { name: plain(parts.filter((part) => part !== cloud)), cloud };
}

/** A host without a region is of the first one; a region without its cloud is one of AWS. */
function regionInHost(labels: readonly string[]): Region {
    const given = labels.length === 0 ? HOME_REGION : (listedRegion(labels) ?? labels.join('.'));
    const parts = given.split('.');
    const last = parts.at(-1) ?? '';
    const isCloud = CLOUD_PART.test(last);
    return {
        name: plain((isCloud ? parts.slice(0, -1) : parts).flatMap((part) => part.split('-'))),
        cloud: isCloud ? last : 'aws'
    };
}

/** What stands for a government's own deployment comes first in a host, and last in what is printed. */
function plain(parts: readonly string[]): string {
    const ofGovernment = parts.filter((part) => GOVERNMENT_PART.test(part));
    return [...parts.filter((part) => !GOVERNMENT_PART.test(part)), ...ofGovernment].join('');
}
