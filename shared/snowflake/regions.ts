/**
 * Snowflake's regions, as its list of account identifiers writes them behind a locator: some with their cloud, some
 * without, and Azure's with hyphens of Snowflake's own (but for Mexico). No rule gives these forms; the list does.
 * https://docs.snowflake.com/en/user-guide/admin-account-identifier#non-vps-account-locator-formats-by-cloud-platform-and-region
 */
import { names } from '../names.js';

/** Its hosts have no region at all. */
export const HOME_REGION = 'us-west-2';

export const REGIONS = names(
    'us-west-2, us-east-1, eu-west-1, eu-central-1, ap-southeast-1, ap-southeast-2',
    'us-west-2-gov.aws, fhplus.us-gov-west-1.aws, dod.us-gov-west-1.aws, us-east-2.aws',
    'us-east-1-gov.aws, fhplus.us-gov-east-1.aws, ca-central-1.aws, sa-east-1.aws, af-south-1.aws',
    'eu-west-2.aws, eu-west-3.aws, eu-central-2.aws, eu-north-1.aws, me-central-1.aws',
    'ap-northeast-1.aws, ap-northeast-2.aws, ap-northeast-3.aws, ap-south-1.aws, ap-southeast-3.aws',
    'ap-southeast-5.aws, ap-southeast-6.aws, ap-southeast-7.aws, cn-northwest-1.aws',
    'us-central1.gcp, us-east4.gcp, europe-west2.gcp, europe-west3.gcp, europe-west4.gcp',
    'me-central2.gcp, australia-southeast2.gcp',
    'west-us-2.azure, central-us.azure, south-central-us.azure, east-us.azure, east-us-2.azure',
    'fhplus.us-gov-virginia.azure, us-gov-virginia.azure, canada-central.azure, mexicocentral.azure',
    'uk-south.azure, north-europe.azure, sweden-central.azure, west-europe.azure',
    'switzerland-north.azure, uae-north.azure, central-india.azure, japan-east.azure',
    'korea-central.azure, southeast-asia.azure, australia-east.azure'
);

export const CLOUD_PART = /^(?:aws|azure|gcp)$/;
export const GOVERNMENT_PART = /^(?:fhplus|dod)$/;
/** A region that came after this list: with its cloud, which every new one has, or with a number, as AWS names its own. */
const NEW_REGION = /^(?=.{5})[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const NEW_AWS_REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;

/** By region without hyphens and without cloud: `westeurope`, as Azure writes it, is `west-europe.azure`. */
const BY_NAME: ReadonlyMap<string, string> = new Map(REGIONS.map((region) => [nameOf(region.split('.')), region]));

/** The region as the list has it, though it may be given with or without its cloud and hyphens. */
export function listedRegion(labels: readonly string[]): string | undefined {
    const listed = BY_NAME.get(nameOf(labels));
    const cloud = labels.at(-1) ?? '';
    if (listed === undefined || !CLOUD_PART.test(cloud)) return listed;
    return listed.endsWith(`.${cloud}`) || (cloud === 'aws' && !listed.includes('.')) ? listed : undefined;
}

/** Whether these labels of a host can be a region: one of the list, or one that Snowflake may have added since. */
export function isRegion(labels: readonly string[]): boolean {
    if (listedRegion(labels) !== undefined) return true;
    const [first = '', ...others] = labels;
    const [region = '', cloud, ...more] = GOVERNMENT_PART.test(first) ? others : labels;
    if (more.length > 0) return false;
    return cloud === undefined ? NEW_AWS_REGION.test(region) : NEW_REGION.test(region) && CLOUD_PART.test(cloud);
}

/** What stands beside a region and is none: `xy12345.aws` is no account of that name. */
export function isRegionPart(label: string): boolean {
    return CLOUD_PART.test(label) || GOVERNMENT_PART.test(label);
}

function nameOf(labels: readonly string[]): string {
    const last = labels.at(-1) ?? '';
    return (CLOUD_PART.test(last) ? labels.slice(0, -1) : labels).map((label) => label.replaceAll('-', '')).join('.');
}
