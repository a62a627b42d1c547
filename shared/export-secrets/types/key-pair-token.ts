/**
 * A token signed by the key pair that is tried, as Snowflake's SQL API takes it.
 * https://docs.snowflake.com/en/developer-guide/sql-api/authenticating#using-key-pair-authentication
 */
import { accountInToken } from '../../snowflake/account.js';
import type { PrivateKey } from '../../snowflake/key-pair.js';
import { sign } from '../../vendor/jsonwebtoken.js';
import { unreadableKey } from './snowflake-key-pair.js';

/** Enough for one statement; the token never leaves this run. */
const TOKEN_LIFETIME_SECONDS = 300;

export function mintToken(userName: string, { pem, fingerprint }: PrivateKey, account: string): string {
    const subject = `${accountInToken(account)}.${userName.toUpperCase()}`;
    try {
        return sign({ iss: `${subject}.${fingerprint}`, sub: subject }, pem, {
            algorithm: 'RS256',
            expiresIn: TOKEN_LIFETIME_SECONDS
        });
    } catch {
        // The cause is left out: crypto's messages may quote what they could not read.
        throw unreadableKey();
    }
}
