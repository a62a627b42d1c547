/** Which key and which Nango a command takes: as the nango CLI does, and without its questions. */
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';

import { nangoAccess } from '../../cli/nango-access.js';
import type { Asked } from '../../cli/nango-access.js';

const CLOUD = 'https://api.nango.dev';

test.for<[Asked, Record<string, string>, object]>([
    [{}, { NANGO_SECRET_KEY_DEV: 'd', NANGO_SECRET_KEY: 'any' }, { secretKey: 'd', keyFrom: 'NANGO_SECRET_KEY_DEV' }],
    [{ env: 'prod' }, { NANGO_SECRET_KEY_PROD: ' p\r' }, { secretKey: 'p', host: CLOUD }],
    [{ env: 'prod' }, { NANGO_SECRET_KEY: 'any' }, { secretKey: 'any', keyFrom: 'NANGO_SECRET_KEY' }],
    [{ key: 'k' }, { NANGO_SECRET_KEY_DEV: 'd' }, { secretKey: 'k', keyFrom: '--key' }],
    [{ key: 'k' }, { NANGO_HOSTPORT: '' }, { host: CLOUD }],
    [{ key: 'k', host: 'http://nango:3003/' }, { NANGO_HOSTPORT: 'https://other' }, { host: 'http://nango:3003' }],
    [{ env: 'prod' }, { NANGO_SECRET_KEY_DEV: 'd' }, { wrong: { id: 'nango.key' } }],
    [{}, { NANGO_SECRET_KEY_DEV: '' }, { wrong: { id: 'nango.key' } }],
    [{ key: 'k' }, { NANGO_HOSTPORT: 'nango.acme.example:3003' }, { wrong: { id: 'nango.host' } }],
    [{ key: 'k', host: 'https://' }, {}, { wrong: { id: 'nango.host' } }]
])('%j with %j', ([asked, variables, expected]) => {
    expect(nangoAccess(asked, tmpdir(), variables)).toMatchObject(expected);
});
