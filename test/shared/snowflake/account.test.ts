import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountInToken, normaliseAccount, parseHostSuffixes } from '../../../shared/snowflake/account.js';
import { SnowflakeError } from '../../../shared/snowflake/errors.js';
import { HOME_REGION, listedRegion, REGIONS } from '../../../shared/snowflake/regions.js';

const COM = 'snowflakecomputing.com';

test.for([
    ['xy12345', 'xy12345', `xy12345.${COM}`],
    ['  XY12345 ', 'xy12345', `xy12345.${COM}`],
    ['\tmyorg-myaccount\r\n', 'myorg-myaccount', `myorg-myaccount.${COM}`],
    ['myorg.aws_prod', 'myorg-aws_prod', `myorg-aws-prod.${COM}`],
    ['xy12345.us-east-1', 'xy12345', `xy12345.us-east-1.${COM}`],
    ['xy12345.us-east-2.aws', 'xy12345', `xy12345.us-east-2.aws.${COM}`],
    ['xy12345.us-west-2', 'xy12345', `xy12345.${COM}`],
    ['xy12345.central-us.azure', 'xy12345', `xy12345.central-us.azure.${COM}`],
    ['xy12345.europe-west4.gcp', 'xy12345', `xy12345.europe-west4.gcp.${COM}`],
    ['xy12345.privatelink', 'xy12345', `xy12345.privatelink.${COM}`],
    ['xy12345.us-west-2.privatelink', 'xy12345', `xy12345.us-west-2.privatelink.${COM}`],
    ['xy12345.east-us-2.azure.privatelink', 'xy12345', `xy12345.east-us-2.azure.privatelink.${COM}`],
    ['xy12345.fhplus.us-gov-west-1.aws', 'xy12345', `xy12345.fhplus.us-gov-west-1.aws.${COM}`],
    ['xy12345.cn-northwest-1.aws', 'xy12345', 'xy12345.cn-northwest-1.aws.snowflakecomputing.cn'],
    ['xy12345-7x2b.global', 'xy12345', `xy12345-7x2b.global.${COM}`],
    ['myorg-myaccount', 'myorg-myaccount', `myorg-myaccount.${COM}`],
    ['MYORG.MYACCOUNT', 'myorg-myaccount', `myorg-myaccount.${COM}`],
    ['myorg-my_account', 'myorg-my_account', `myorg-my-account.${COM}`],
    ['myorg.my_account', 'myorg-my_account', `myorg-my-account.${COM}`],
    ['myorg-myaccount.privatelink', 'myorg-myaccount', `myorg-myaccount.privatelink.${COM}`],
    [`myorg-myaccount.${COM}`, 'myorg-myaccount', `myorg-myaccount.${COM}`],
    [`https://myorg-myaccount.${COM}`, 'myorg-myaccount', `myorg-myaccount.${COM}`],
    [`HTTPS://MyOrg-MyAccount.SnowflakeComputing.com/`, 'myorg-myaccount', `myorg-myaccount.${COM}`],
    [`https://xy12345.us-east-1.${COM}/console/login?x=1#/y`, 'xy12345', `xy12345.us-east-1.${COM}`],
    ['https://xy12345.snowflakecomputing.cn', 'xy12345', 'xy12345.snowflakecomputing.cn'],
    ['https://app.snowflake.com/myorg/myaccount/#/data/databases', 'myorg-myaccount', `myorg-myaccount.${COM}`],
    ['app.snowflake.com/us-east-1/xy12345/w1', 'xy12345', `xy12345.us-east-1.${COM}`],
    ['https://app.snowflake.com/east-us-2.azure/xy12345', 'xy12345', `xy12345.east-us-2.azure.${COM}`],
    ['https://app.snowflake.com/mexicocentral.azure/xy12345/#/x', 'xy12345', `xy12345.mexicocentral.azure.${COM}`],
    ['https://app.snowflake.cn/myorg/myaccount', 'myorg-myaccount', 'myorg-myaccount.snowflakecomputing.cn'],
    // The list of regions says which of them go with their cloud.
    ['xy12345.us-east-2', 'xy12345', `xy12345.us-east-2.aws.${COM}`],
    ['xy12345.us-east-1.aws', 'xy12345', `xy12345.us-east-1.${COM}`],
    ['xy12345.us-west-2.aws', 'xy12345', `xy12345.${COM}`],
    ['xy12345.westeurope.azure', 'xy12345', `xy12345.west-europe.azure.${COM}`],
    ['xy12345.mexico-central.azure', 'xy12345', `xy12345.mexicocentral.azure.${COM}`],
    ['xy12345.dod.us-gov-west-1.aws', 'xy12345', `xy12345.dod.us-gov-west-1.aws.${COM}`],
    ['xy12345.fhplus.us-gov-virginia.azure', 'xy12345', `xy12345.fhplus.us-gov-virginia.azure.${COM}`],
    ['https://xy12345.mexicocentral.azure.snowflakecomputing.com', 'xy12345', `xy12345.mexicocentral.azure.${COM}`],
    ['acme.mexicocentral.azure', 'acme', `acme.mexicocentral.azure.${COM}`],
    // A region that is not on the list yet.
    ['xy12345.polandcentral.azure', 'xy12345', `xy12345.polandcentral.azure.${COM}`],
    ['xy12345.ap-east-2.aws', 'xy12345', `xy12345.ap-east-2.aws.${COM}`],
    ['xy12345.ap-east-2', 'xy12345', `xy12345.ap-east-2.${COM}`],
    ['myorg.my-account', 'myorg-my-account', `myorg-my-account.${COM}`],
    ['myorg.myaccount.privatelink', 'myorg-myaccount', `myorg-myaccount.privatelink.${COM}`],
    // Snowsight's hosts of private connectivity.
    [`https://app-myorg-myaccount.privatelink.${COM}/`, 'myorg-myaccount', `myorg-myaccount.privatelink.${COM}`],
    ['app-myorg-my_account.privatelink', 'myorg-my_account', `myorg-my-account.privatelink.${COM}`],
    [`app-xy12345.us-east-1.privatelink.${COM}`, 'xy12345', `xy12345.us-east-1.privatelink.${COM}`],
    [
        `https://app.us-east-1.privatelink.${COM}/us-east-1/xy12345/#/homepage`,
        'xy12345',
        `xy12345.us-east-1.privatelink.${COM}`
    ],
    [
        `https://app.west-us-2.azure.privatelink.${COM}/myorg/myaccount/w1`,
        'myorg-myaccount',
        `myorg-myaccount.privatelink.${COM}`
    ],
    // An organisation may be called so, and elsewhere Snowsight has no such hosts.
    [`app-myaccount.${COM}`, 'app-myaccount', `app-myaccount.${COM}`],
    [`app-myaccount.privatelink.${COM}`, 'app-myaccount', `app-myaccount.privatelink.${COM}`],
    ['a'.repeat(63), 'a'.repeat(63), `${'a'.repeat(63)}.${COM}`],
    [
        `${'o'.repeat(31)}-${'a'.repeat(31)}.privatelink`,
        `${'o'.repeat(31)}-${'a'.repeat(31)}`,
        `${'o'.repeat(31)}-${'a'.repeat(31)}.privatelink.${COM}`
    ]
] as const)('%s is the account %s at %s', ([text, account, host]) => {
    expect(normaliseAccount(text)).toEqual({ account, host });
});

test.for([
    '',
    '   ',
    'my account',
    'xy12\n345',
    'xy12345\r\nhost: evil.com',
    'xy12345\u0000',
    'https://evil.com',
    'https://evil.com/xy12345.snowflakecomputing.com',
    'https://evil.com#.snowflakecomputing.com',
    'https://evil.com?.snowflakecomputing.com',
    'https://evil.com\\.snowflakecomputing.com',
    'https://evil.com%2f.snowflakecomputing.com',
    'https://evil.com%00.snowflakecomputing.com',
    'https://user@xy12345.snowflakecomputing.com',
    'https://user:password@xy12345.snowflakecomputing.com',
    'https://xy12345.snowflakecomputing.com:443',
    'https://xy12345.snowflakecomputing.com:8080/',
    'https://xy12345.snowflakecomputing.com.',
    'https://xy12345.snowflakecomputing.com@evil.com',
    'https://xy12345.snowflakecomputing.com.evil.com',
    'https://xy12345snowflakecomputing.com',
    'https://snowflakecomputing.com',
    'https://.snowflakecomputing.com',
    'https://xy12345..snowflakecomputing.com',
    'https://-xy12345.snowflakecomputing.com',
    'https://evil.com.snowflakecomputing.com',
    'https://a.b.c.d.e.snowflakecomputing.com',
    'https://xn--80ak6aa92e.snowflakecomputing.com',
    'https://x\u044312345.snowflakecomputing.com',
    'https://xy12345\u3002snowflakecomputing\u3002com',
    'https://xy12345.snowflake\u00adcomputing.com',
    'https://xy12345\u200b.snowflakecomputing.com',
    'https://xy12345\uff0fsnowflakecomputing.com',
    'snowflakecomputing.com',
    'snowflake.com',
    'http://xy12345.snowflakecomputing.com',
    'ftp://xy12345.snowflakecomputing.com',
    'javascript:alert(1)',
    '//evil.com',
    'xy12345/../evil',
    'xy12345:443',
    'user@xy12345',
    'xy12345.',
    '.xy12345',
    '[::1]',
    'https://127.0.0.1',
    'https://app.snowflake.com',
    'https://app.snowflake.com/%2e%2e/evil',
    'https://app.snowflake.com/evil.com/x',
    'https://app.snowflake.com.evil.com/myorg/myaccount',
    'https://app.us-east-1.privatelink.snowflakecomputing.com.evil.com/us-east-1/xy12345',
    'https://app.us-east-1.privatelink.snowflakecomputing.com/evil.com/x',
    'https://app.us-east-1.privatelink.snowflakecomputing.com@evil.com/us-east-1/xy12345',
    'https://app.evil.com.privatelink.snowflakecomputing.com/us-east-1/xy12345',
    'https://evil.com.azure.snowflakecomputing.com',
    'xy12345.evil.com',
    'xy12345.fhplus',
    'xy12345.us-east-1.azure.aws',
    'myorg.myaccount.us-east-1.aws.x',
    'a'.repeat(64)
])('%j is refused', (text) => {
    expect(() => normaliseAccount(text)).toThrow(expect.objectContaining({ code: 'invalid_account' }));
});

test.for([
    ['http://xy12345.snowflakecomputing.com', /must begin with https/],
    ['xy12345.aws_us_east_1', /CURRENT_REGION\(\) prints it/],
    ['XY12345.AZURE_WESTEUROPE', /CURRENT_REGION\(\) prints it/],
    ['https://xy12345.gcp_us_central1.snowflakecomputing.com', /CURRENT_REGION\(\) prints it/],
    // As people copy it before they have signed in.
    ['https://app.snowflake.com/', /no account in this address/],
    ['app.snowflake.com/#/homepage', /no account in this address/],
    [`https://app.us-east-1.privatelink.${COM}/`, /no account in this address/],
    [COM, /no account in this address/]
] as const)('%j is refused, and it is said why', ([text, why]) => {
    expect(() => normaliseAccount(text)).toThrow(
        expect.objectContaining({ code: 'invalid_account', message: expect.stringMatching(why) })
    );
});

describe.each(REGIONS)('the region %s', (region) => {
    const host = region === HOME_REGION ? 'xy12345' : `xy12345.${region}`;
    const suffix = region.startsWith('cn-') ? 'snowflakecomputing.cn' : COM;
    const bare = region.replace(/\.(?:aws|azure|gcp)$/, '');

    test('is read in every form', () => {
        const expected = { account: 'xy12345', host: `${host}.${suffix}` };
        for (const text of [`xy12345.${region}`, `XY12345.${bare}`, `xy12345.${region}`.replaceAll('_', '-')]) {
            expect(normaliseAccount(text)).toEqual(expected);
        }
        expect(normaliseAccount(`https://${host}.${suffix}/console`)).toEqual(expected);
        expect(normaliseAccount(`https://app.snowflake.com/${region}/xy12345/`)).toEqual(expected);
        expect(normaliseAccount(`xy12345.${bare}.privatelink`).host).toBe(`xy12345.${bare}.privatelink.${suffix}`);
    });

    test('is found by its own name alone', () => {
        expect(listedRegion(bare.split('.'))).toBe(region);
    });
});

test('a text longer than any URL of an account is refused', () => {
    expect(() => normaliseAccount(`https://xy12345.${COM}/${'x'.repeat(2048)}`)).toThrow(SnowflakeError);
});

test('an operator allows hosts of their own, at a suffix and by their whole name', () => {
    const suffixes = parseHostSuffixes(' .snowflake.test, *.corp.example  sf.internal.example');
    expect(suffixes).toEqual(['snowflake.test', 'corp.example', 'sf.internal.example']);
    expect(normaliseAccount('https://acme.snowflake.test/x', suffixes)).toEqual({
        account: 'acme',
        host: 'acme.snowflake.test'
    });
    expect(normaliseAccount('acme.eu.corp.example', suffixes).host).toBe('acme.eu.corp.example');
    expect(normaliseAccount('sf.internal.example', suffixes).host).toBe('sf.internal.example');
    expect(() => normaliseAccount('https://acme.snowflake.test:8443', suffixes)).toThrow(SnowflakeError);
    expect(() => normaliseAccount('https://acmesnowflake.test', suffixes)).toThrow(SnowflakeError);
    expect(() => normaliseAccount('https://acme.snowflake.test.evil.com', suffixes)).toThrow(SnowflakeError);
});

test('an address can be allowed, and then only as it is', () => {
    const suffixes = parseHostSuffixes('198.51.100.7');
    expect(normaliseAccount('198.51.100.7', suffixes).host).toBe('198.51.100.7');
    expect(() => normaliseAccount('https://198.51.100.8', suffixes)).toThrow(SnowflakeError);
});

test('a suffix that would allow everything is ignored', () => {
    expect(parseHostSuffixes('com, *, ., localhost, bad_host!.example, https://x.example')).toEqual([]);
    expect(parseHostSuffixes(undefined)).toEqual([]);
});

test.for([
    ['xy12345.us-east-1', 'XY12345'],
    ['myorg-myaccount', 'MYORG-MYACCOUNT'],
    ['myorg.myaccount', 'MYORG-MYACCOUNT'],
    ['https://xy12345.us-east-1.aws.snowflakecomputing.com/', 'XY12345']
] as const)('a token names %s as %s', ([text, account]) => {
    expect(accountInToken(text)).toBe(account);
});

describe('whatever the text', () => {
    const HOST = /^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.snowflakecomputing\.(?:com|cn)$/;
    const nasty = fc.string({
        unit: fc.constantFrom(
            ...'aZ0-_.:/@?#%&\\[]{}|^~`\'" \t\r\n\u0000\u00ad\u200b\u202e\u3002\uff0e\uff0fé✓',
            'evil.com',
            'https://',
            '.snowflakecomputing.com',
            'snowflakecomputing.com',
            'app.snowflake.com/',
            '%2e',
            '%40',
            'xn--'
        ),
        maxLength: 24
    });

    test('only a host of Snowflake comes out, and a URL parser reads it as the same host', () => {
        fc.assert(
            fc.property(fc.oneof(nasty, fc.string(), fc.webUrl(), fc.domain()), (text) => {
                let host: string;
                try {
                    host = normaliseAccount(text).host;
                } catch (error) {
                    expect(error).toBeInstanceOf(SnowflakeError);
                    return;
                }
                expect(host).toMatch(HOST);
                const url = new URL(`https://${host}`);
                expect([url.host, url.username, url.port, url.pathname]).toEqual([host, '', '', '/']);
            }),
            { numRuns: 5000 }
        );
    });

    test('what is around an account never changes its host', () => {
        const around = fc.tuple(nasty, nasty).filter(([before, after]) => before !== '' || after !== '');
        fc.assert(
            fc.property(around, ([before, after]) => {
                try {
                    const { host } = normaliseAccount(`https://${before}xy12345.us-east-1.${COM}${after}`);
                    expect(host).toMatch(HOST);
                    expect(host.endsWith(`xy12345.us-east-1.${COM}`)).toBe(true);
                } catch (error) {
                    expect(error).toBeInstanceOf(SnowflakeError);
                }
            }),
            { numRuns: 5000 }
        );
    });

    test('a host that came out goes in again unchanged', () => {
        const name = fc.stringMatching(/^[a-z][a-z0-9]{2,10}(?:[-_][a-z0-9]{1,8})?$/);
        const region = fc.constantFrom('', '.us-east-1', '.ca-central-1.aws', '.west-europe.azure', '.privatelink');
        fc.assert(
            fc.property(name, region, (account, where) => {
                const { host } = normaliseAccount(account + where);
                expect(normaliseAccount(host).host).toBe(host);
                expect(normaliseAccount(`https://${host}/`).host).toBe(host);
            })
        );
    });

    test('the error never repeats the text', () => {
        expect(() => normaliseAccount('hunter2!')).toThrow(expect.not.stringContaining('hunter2'));
    });
});
