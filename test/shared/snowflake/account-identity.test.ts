/** One table of what is the same account: hosts as people write them, and what Snowflake calls it. */
import { expect, test } from 'vitest';
import { isHostOf, isSameAccount } from '../../../shared/snowflake/account-identity.js';
import type { AccountIdentity } from '../../../shared/snowflake/account-identity.js';
import { normaliseAccount } from '../../../shared/snowflake/account.js';

const ACCOUNT = { organization: 'MYORG', account: 'MY_ACCOUNT', locator: 'XY12345', region: 'AWS_US_EAST_1' };
const NOTHING = { organization: '', account: '', locator: '', region: '' };

function within(region: string): AccountIdentity {
    return { ...ACCOUNT, region };
}

test.each<[string, AccountIdentity, boolean | null]>([
    ['myorg-my_account', ACCOUNT, true],
    ['MYORG.MY_ACCOUNT', ACCOUNT, true],
    ['myorg-my-account.privatelink', ACCOUNT, true],
    ['https://app.snowflake.com/myorg/my_account', ACCOUNT, true],
    ['myorg-other', ACCOUNT, false],
    ['other-my_account', ACCOUNT, false],
    ['xy12345.us-east-1', ACCOUNT, true],
    ['xy12345.us-east-1.aws', ACCOUNT, true],
    ['xy12345.us-east-1.privatelink', ACCOUNT, true],
    ['xy12345.us-east-2.aws', ACCOUNT, false],
    ['xy99999.us-east-1', ACCOUNT, false],
    // Without a region it is the first one that Snowflake had.
    ['xy12345', ACCOUNT, false],
    ['xy12345', within('AWS_US_WEST_2'), true],
    ['xy12345.privatelink', within('AWS_US_WEST_2'), true],
    ['xy12345.west-europe.azure', within('AZURE_WESTEUROPE'), true],
    ['xy12345.westeurope.azure', within('AZURE_WESTEUROPE'), true],
    ['xy12345.us-central1.gcp', within('PUBLIC.GCP_US_CENTRAL1'), true],
    ['xy12345.us-east4.gcp', within('AWS_US_EAST_4'), false],
    ['xy12345.fhplus.us-gov-west-1.aws', within('AWS_US_GOV_WEST_1_FHPLUS'), true],
    ['xy12345.fhplus.us-gov-west-1.aws', within('AWS_US_GOV_WEST_1'), false],
    ['xy12345.dod.us-gov-west-1.aws', within('AWS_US_GOV_WEST_1_FHPLUS'), false],
    ['xy12345.cn-northwest-1.aws', within('AWS_CN_NORTHWEST_1'), true],
    // China is apart: the same names there are another account.
    ['https://myorg-my-account.snowflakecomputing.cn', within('AWS_CN_NORTHWEST_1'), true],
    ['https://myorg-my-account.snowflakecomputing.cn', ACCOUNT, false],
    ['myorg-my-account', within('AWS_CN_NORTHWEST_1'), false],
    // A connection's name moves from account to account.
    ['myconnection-id.global', ACCOUNT, null],
    ['xy12345.us-east-1', { ...ACCOUNT, locator: '', region: '' }, null],
    ['xy12345.us-east-1', { ...ACCOUNT, region: '' }, null],
    ['myorg-my-account', NOTHING, null]
])('the host of %s and %o', (spelling, identity, same) => {
    expect(isHostOf(normaliseAccount(spelling).host, identity)).toBe(same);
});

test.each([
    ['myorg-my_account', true],
    ['myorg-other', false],
    ['xy12345', null]
])("%s before an operator's own domain names the account, and no region", (account, same) => {
    const { host } = normaliseAccount(`${account}.proxy.example.com`, ['proxy.example.com']);
    expect(isHostOf(host, ACCOUNT)).toBe(same);
});

test.each<[string, AccountIdentity, AccountIdentity, boolean | null]>([
    ['by both', ACCOUNT, ACCOUNT, true],
    ['renamed', ACCOUNT, { ...ACCOUNT, account: 'RENAMED' }, true],
    ['in a region that is printed with its group since', ACCOUNT, within('PUBLIC.AWS_US_EAST_1'), true],
    ['moved to another region', ACCOUNT, { ...ACCOUNT, locator: 'ZZ99999', region: 'AWS_EU_WEST_1' }, true],
    ['by the name alone', { ...ACCOUNT, locator: '', region: '' }, ACCOUNT, true],
    ['by the locator alone', { ...ACCOUNT, organization: '', account: '' }, ACCOUNT, true],
    ['another', ACCOUNT, { ...ACCOUNT, account: 'OTHER', locator: 'ZZ99999' }, false],
    [
        'the same locator in another region',
        { ...ACCOUNT, account: 'OTHER', region: 'AZURE_WESTEUROPE' },
        ACCOUNT,
        false
    ],
    ['the same names in China', within('AWS_CN_NORTHWEST_1'), ACCOUNT, false],
    ['one by its name, one by its locator', { ...ACCOUNT, locator: '' }, { ...ACCOUNT, account: '' }, null],
    ['nothing known', NOTHING, ACCOUNT, null]
])('what Snowflake says: %s', (_how, one, other, same) => {
    expect([isSameAccount(one, other), isSameAccount(other, one)]).toEqual([same, same]);
});
