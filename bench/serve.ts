/** The process of an account without an SQL engine: its work is not part of what is measured beside it. */
import process from 'node:process';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import { countedAccount } from './account.js';
import { AccountOrderSchema } from './reading.js';
import type { AccountOrder } from './reading.js';

async function serve({ size, cap, latencyMs, user, password, publicKey }: AccountOrder): Promise<void> {
    const engine = countedAccount(size, cap, {
        name: user,
        loginName: user,
        disabled: false,
        locked: false,
        mfaRequired: false,
        passwordAllowed: true,
        password,
        programmaticAccessTokens: [],
        publicKeys: [publicKey],
        defaultRole: 'ACCOUNTADMIN'
    });
    const snowflake = await startSnowflake({ engine });
    if (latencyMs > 0) snowflake.faults.order({ kind: 'slow', ms: latencyMs }, {}, Number.POSITIVE_INFINITY);
    process.send?.({ url: snowflake.url });
    process.once('disconnect', () => void snowflake.close());
}

process.once('message', (message) => void serve(AccountOrderSchema.parse(message)));
