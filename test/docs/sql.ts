/** Runs the SQL of a page on an account that looks like a real one, in the order of the page and as its administrator. */
import { generateKeyPairSync } from 'node:crypto';

import { createEngine } from 'snowflake-stand-in';
import type { SnowflakeEngine } from 'snowflake-stand-in';
import { ADMIN_USER, buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { splitStatements } from 'snowflake-stand-in/engine/tokens.js';
import { blocksOf } from './checks.js';
import type { Page } from './pages.js';

/** A block's statements, with what the reader has to put in. */
export function statementsOf(block: string, publicKey: string = newPublicKey()): string[] {
    return splitStatements(block).map((statement) => statement.replaceAll(/'<public key[^']*>'/g, `'${publicKey}'`));
}

function newPublicKey(): string {
    const { publicKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    return publicKey.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}

/** The account that the pages speak of. */
export async function accountOfPages(): Promise<SnowflakeEngine> {
    const engine = await createEngine();
    const { account } = engine;
    await buildSampleAccount(engine);
    account.addSchema(account.addDatabase({ name: 'DB' }), { name: 'EXPORTS' });
    account.addWarehouse({ name: 'WH' });
    return engine;
}

export async function sqlFaults(engine: SnowflakeEngine, page: Page): Promise<string[]> {
    const session = engine.openSession(ADMIN_USER, { role: 'ACCOUNTADMIN' });
    const publicKey = newPublicKey();
    const faults: string[] = [];
    for (const { block } of blocksOf([page], 'sql')) {
        for (const statement of statementsOf(block.text, publicKey)) {
            try {
                await session.execute(statement);
            } catch (error) {
                faults.push(`${page.file}: ${statement}: ${error instanceof Error ? error.message : String(error)}`);
            }
        }
    }
    return faults;
}
