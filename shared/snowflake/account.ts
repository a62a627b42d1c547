/**
 * An account as people write it, turned into the one host that may receive its credentials. The text is hostile input:
 * an end user can set it where the Connect session leaves it open. So it is taken apart by a strict grammar, never by
 * a lenient URL parser, and only known host suffixes pass.
 * https://docs.snowflake.com/en/user-guide/admin-account-identifier
 */
import { SnowflakeError } from './errors.js';
import { HOME_REGION, isRegion, isRegionPart, listedRegion } from './regions.js';

export interface Account {
    /** What a login names: `myorg-myaccount`, or the locator `xy12345`, without region. */
    readonly account: string;
    /** Lower case, without port; underscores are hyphens, as host names need. */
    readonly host: string;
}

const GLOBAL_SUFFIX = 'snowflakecomputing.com';
const CHINA_SUFFIX = 'snowflakecomputing.cn';
const SNOWSIGHT = /^(?:https:\/\/)?app\.snowflake\.(com|cn)\/([^/?#]+)\/([^/?#]+)(?:[/?#].*)?$/;
/** As it is copied before one has signed in. */
const BARE = /^(?:https:\/\/)?(?:app\.)?snowflake(?:computing)?\.(?:com|cn)(?:[/?#]|$)/;
const NO_ACCOUNT = 'There is no account in this address.';
/** Snowsight's own host for private connectivity: one per region, where the path names the account. */
const PRIVATE_SNOWSIGHT = /^(?:https:\/\/)?app\.([a-z0-9.-]+)\.privatelink\.snowflakecomputing\.(com|cn)(\/.*)?$/;
const PRIVATE_SNOWSIGHT_PATH = /^\/([^/?#]+)\/([^/?#]+)(?:[/?#].*)?$/;

const MAX_TEXT_LENGTH = 2048;
const MAX_HOST_LENGTH = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/;
/** As CURRENT_REGION() prints one: AWS_US_EAST_1, AZURE_WESTEUROPE. */
const PRINTED_REGION = /^(?:aws|azure|gcp)_[a-z0-9_]+$/;
const LOCATOR = /^[a-z]{2,}\d{4,}$/;
const PRIVATELINK = 'privatelink';
/** A name of an organisation holds letters and digits alone. */
const ORGANISATION = /^[a-z][a-z0-9]*$/;
const PLAIN_TEXT = /^[\x21-\x7e]+$/;

/**
 * Accepts `myorg-myaccount`, `myorg.myaccount`, `xy12345`, `xy12345.us-east-1`, `xy12345.us-east-2.aws`, each with
 * `.privatelink`, and the URL of the account or of its page in Snowsight. `allowedSuffixes` are the operator's own.
 */
export function normaliseAccount(text: string, allowedSuffixes: readonly string[] = []): Account {
    const given = text.trim().toLowerCase();
    if (given.startsWith('http://')) throw invalid('An address must begin with https://.');
    if (given === '' || given.length > MAX_TEXT_LENGTH || !PLAIN_TEXT.test(given) || given.includes('\\')) {
        throw invalid();
    }
    const snowsight = SNOWSIGHT.exec(given);
    if (snowsight) return ofSnowsight(snowsight[2] ?? '', snowsight[3] ?? '', { cn: snowsight[1] === 'cn' });
    if (BARE.test(given)) throw invalid(NO_ACCOUNT);
    const ofLink = PRIVATE_SNOWSIGHT.exec(given);
    if (ofLink && isRegion((ofLink[1] ?? '').split('.'))) return ofPrivateSnowsight(ofLink[3], ofLink[2] === 'cn');
    const { authority, isUrl } = splitUrl(given);
    const own = new Set(allowedSuffixes.flatMap(cleanSuffix));
    const suffix = longest([GLOBAL_SUFFIX, CHINA_SUFFIX, ...own].filter((known) => authority.endsWith(`.${known}`)));
    if (own.has(authority)) return { account: firstLabel(authority), host: hostOf([authority]) };
    if (suffix === undefined) {
        if (isUrl) throw invalid();
        return ofIdentifier(authority);
    }
    const labels = authority.slice(0, -suffix.length - 1).split('.');
    if (!labels.every(isLabel)) throw invalid();
    if (own.has(suffix)) return { account: loginName(labels), host: hostOf([...labels, suffix]) };
    refusePrintedRegion(labels);
    if (!isAccountPath(labels)) throw invalid();
    return located(withoutSnowsight(labels), suffix);
}

/**
 * The account as a key pair's token names it: upper case, without region.
 * https://docs.snowflake.com/en/developer-guide/sql-api/authenticating#using-key-pair-authentication
 */
export function accountInToken(text: string, allowedSuffixes: readonly string[] = []): string {
    return normaliseAccount(text, allowedSuffixes).account.toUpperCase();
}

/** Suffixes as an operator lists them, separated by commas or spaces. */
export function parseHostSuffixes(text: string | undefined): readonly string[] {
    return (text ?? '').split(/[\s,]+/).flatMap(cleanSuffix);
}

function ofIdentifier(text: string): Account {
    const labels = text.split('.');
    if (!labels.every(isLabel)) throw invalid();
    const [first, second] = labels;
    const isLocator = LOCATOR.test(first ?? '');
    if (isLocator) refusePrintedRegion(labels);
    // `myorg.myaccount`, as SQL writes it: what follows a locator is a region, and nothing else is.
    if (first !== undefined && second !== undefined && ORGANISATION.test(first) && !isAccountPath(labels)) {
        const rest = labels.slice(2);
        const isCut = isLocator && isRegionPart(second);
        if (isCut || rest.length > 1 || (rest[0] ?? PRIVATELINK) !== PRIVATELINK) throw invalid();
        return ofIdentifier([`${first}-${second}`, ...rest].join('.'));
    }
    if (!isAccountPath(labels)) throw invalid();
    return located(withoutSnowsight(withListedRegion(labels)), suffixOf(labels));
}

function located(labels: readonly string[], suffix: string): Account {
    return { account: loginName(labels), host: hostOf([...labels, suffix]) };
}

function suffixOf(labels: readonly string[]): string {
    return labels.slice(1).some((label) => label.startsWith('cn-')) ? CHINA_SUFFIX : GLOBAL_SUFFIX;
}

/** A host would be another one: us-east-1, us-east-2.aws, west-europe.azure follow no rule that could be applied here. */
function refusePrintedRegion(labels: readonly string[]): void {
    if (labels.slice(1).some((label) => PRINTED_REGION.test(label))) {
        throw invalid('Its region is written as CURRENT_REGION() prints it, and not as in the URL of the account.');
    }
}

interface SnowsightLink {
    readonly cn?: boolean;
    readonly isPrivate?: boolean;
}

/** Snowsight names organisation and account, or, for older links, region and locator. */
function ofSnowsight(first: string, second: string, { cn = false, isPrivate = false }: SnowsightLink): Account {
    const link = isPrivate ? [PRIVATELINK] : [];
    const region = first.split('.');
    if (!isLabel(second) || !region.every(isLabel)) throw invalid();
    if (isRegion(region)) return ofIdentifier([second, ...region, ...link].join('.'));
    if (region.length > 1) throw invalid();
    const labels = [`${first}-${second}`, ...link];
    if (!labels.every(isLabel)) throw invalid();
    return located(labels, cn ? CHINA_SUFFIX : GLOBAL_SUFFIX);
}

function ofPrivateSnowsight(path: string | undefined, cn: boolean): Account {
    const [, first, second] = PRIVATE_SNOWSIGHT_PATH.exec(path ?? '') ?? [];
    if (first !== undefined && second !== undefined) return ofSnowsight(first, second, { cn, isPrivate: true });
    throw invalid(NO_ACCOUNT);
}

/**
 * Private connectivity gives Snowsight a host of its own beside each account's: `app-myorg-myaccount.privatelink`, and
 * `app-xy12345.us-east-1.privatelink`. Sign-in goes to the account's.
 */
function withoutSnowsight(labels: readonly string[]): readonly string[] {
    const [first = '', ...rest] = labels;
    const own = /^app-(.+)$/.exec(first)?.[1];
    if (own === undefined || rest.at(-1) !== PRIVATELINK) return labels;
    return rest.length > 1 || own.includes('-') ? [own, ...rest] : labels;
}

/** `account [region] [privatelink]`, or `account.global`: anything else is not an account's host. */
function isAccountPath(labels: readonly string[]): boolean {
    const rest = labels.slice(1);
    if (rest.length === 1 && rest[0] === 'global') return true;
    const region = rest.at(-1) === PRIVATELINK ? rest.slice(0, -1) : rest;
    return region.length === 0 || isRegion(region);
}

/**
 * The host that Snowflake's list gives for the region, whether it was written with its cloud or without. Hosts of private
 * connectivity are not on that list: theirs stay as SYSTEM$GET_PRIVATELINK_CONFIG gave them.
 */
function withListedRegion(labels: readonly string[]): readonly string[] {
    const [first = '', ...region] = labels;
    const listed = listedRegion(region);
    if (listed === undefined) return labels;
    return listed === HOME_REGION ? [first] : [first, ...listed.split('.')];
}

/** In a `.global` host a connection's id follows the account's name after a hyphen. */
function loginName(labels: readonly string[]): string {
    const [first = '', second] = labels;
    return second === 'global' ? (first.split('-')[0] ?? first) : first;
}

function splitUrl(text: string): { authority: string; isUrl: boolean } {
    const withScheme = text.startsWith('https://');
    const rest = withScheme ? text.slice('https://'.length) : text;
    const end = rest.search(/[/?#]/);
    return { authority: end < 0 ? rest : rest.slice(0, end), isUrl: withScheme || end >= 0 };
}

function hostOf(parts: readonly string[]): string {
    const host = parts.join('.').replaceAll('_', '-');
    if (host.length > MAX_HOST_LENGTH) throw invalid();
    return host;
}

/** Punycode is refused with all other tricks of international names: no account has one. */
function isLabel(label: string): boolean {
    return LABEL.test(label) && !label.startsWith('xn--');
}

/** A suffix of one label (`com`) would let through any host there is. */
function cleanSuffix(text: string): readonly string[] {
    const suffix = text
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, '');
    const labels = suffix.split('.');
    return labels.length >= 2 && labels.every(isLabel) ? [suffix] : [];
}

function longest(texts: readonly string[]): string | undefined {
    return texts.toSorted((a, b) => b.length - a.length)[0];
}

function firstLabel(host: string): string {
    return host.split('.')[0] ?? host;
}

/** The text itself is not repeated: it could be anything, a password in the wrong field too. */
function invalid(why?: string): SnowflakeError {
    return new SnowflakeError(
        'invalid_account',
        ['The account is not one that Snowflake could have.', ...(why === undefined ? [] : [why])].join(' '),
        'Give the account identifier, for example myorg-myaccount or xy12345.us-east-1, or the URL https://myorg-myaccount.snowflakecomputing.com.'
    );
}
