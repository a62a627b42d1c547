/** The process of an account without an SQL engine: its work is not part of what is measured beside it. */
import process from 'node:process';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import { countedAccount } from './account.js';
import { troubled } from './trouble.js';
import { AccountOrderSchema } from '../process/reading.js';
import type { AccountOrder } from '../process/reading.js';

async function serve({ size, cap, latencyMs, trouble, user, password, publicKey }: AccountOrder): Promise<void> {
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
    const stop = troubled(snowflake, latencyMs, trouble);
    process.send?.({ url: snowflake.url });
    process.once('disconnect', () => {
        stop();
        void snowflake.close();
    });
}

process.once('message', (message) => void serve(AccountOrderSchema.parse(message)));
