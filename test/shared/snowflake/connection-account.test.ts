/** Whether two spellings are one account, as far as Snowflake's own names can tell. */
import { expect, test } from 'vitest';
import { normaliseAccount } from '../../../shared/snowflake/account.js';
import { isHostOf } from '../../../shared/snowflake/connection-account.js';

const ACCOUNT = { ORGANIZATION: 'MYORG', NAME: 'MY_ACCOUNT', LOCATOR: 'XY12345', REGION: 'AWS_US_EAST_1' };

test.each([
    ['myorg-my_account', ACCOUNT, true],
    ['MYORG.MY_ACCOUNT', ACCOUNT, true],
    ['myorg-my-account.privatelink', ACCOUNT, true],
    ['myorg-other', ACCOUNT, false],
    ['xy12345.us-east-1', ACCOUNT, true],
    ['xy12345.us-east-1.aws', ACCOUNT, true],
    ['xy12345.us-east-1.privatelink', ACCOUNT, true],
    ['xy12345.us-east-2.aws', ACCOUNT, false],
    ['xy12345', ACCOUNT, false],
    ['xy12345', { ...ACCOUNT, REGION: 'AWS_US_WEST_2' }, true],
    ['xy12345.west-europe.azure', { ...ACCOUNT, REGION: 'AZURE_WESTEUROPE' }, true],
    ['xy12345.us-central1.gcp', { ...ACCOUNT, REGION: 'PUBLIC.GCP_US_CENTRAL1' }, true],
    ['xy99999.us-east-1', ACCOUNT, false],
    ['myorg-my-account', { ORGANIZATION: '', NAME: '', LOCATOR: '', REGION: '' }, false]
])('%s', (spelling, identity, same) => {
    expect(isHostOf(normaliseAccount(spelling).host, identity)).toBe(same);
});
