/** Failures below HTTP that no repetition mends; all others are in client.test.ts. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { BY_KEY_PAIR, signedInBy } from '../../../../shared/snowflake/sql-api/sign-in.js';
import { send } from '../../../../shared/snowflake/sql-api/transport.js';

test.for([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'account_not_found', /no Snowflake account at this address.*us-east-2\.aws/],
    ['CERT_HAS_EXPIRED', 'unavailable', /certificate.*proxy or firewall/],
    ['ERR_INVALID_URL', 'unavailable', /could not be sent/]
] as const)('after %s one request says what to fix, without the request in the error', async ([code, said, advice]) => {
    let requests = 0;
    const nango = {
        getConnection: async () => ({ connection_config: {} }),
        log: () => {},
        proxy: async (): Promise<never> => {
            requests += 1;
            const config = { headers: { authorization: 'Bearer t0ken' } };
            throw Object.assign(new Error(`Host: x. is not in the cert's altnames`), { code, config });
        }
    };
    const error: unknown = await send(signedInBy(nango, BY_KEY_PAIR), { method: 'GET', path: '/x' }).catch(
        (thrown: unknown) => thrown
    );
    expect(error).toMatchObject({ code: said, advice: expect.stringMatching(advice) });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('t0ken');
    expect(requests).toBe(1);
});
