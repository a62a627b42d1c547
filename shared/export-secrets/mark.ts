/**
 * By what a row remembers which credentials were stored, without holding them: a salted scrypt digest, which is slow to
 * guess against even for a short password.
 */
import { randomBytes, scrypt } from 'crypto';

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;
/** 16 MB and some tenths of a second. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt */
const COST = { N: 2 ** 14, r: 8, p: 5 };

export async function markOf(secretString: string): Promise<string> {
    return await digest(secretString, randomBytes(SALT_BYTES).toString('base64url'));
}

export async function isMarkOf(mark: string, secretString: string): Promise<boolean> {
    const [salt = ''] = mark.split('.');
    return mark === (await digest(secretString, salt));
}

async function digest(secretString: string, salt: string): Promise<string> {
    const key = await new Promise<Buffer>((resolve, reject) => {
        scrypt(secretString, salt, DIGEST_BYTES, COST, (error, derived) => {
            if (error === null) resolve(derived);
            else reject(error);
        });
    });
    return `${salt}.${key.toString('base64url')}`;
}
