/** What does not fit into a secret, or into the request that tries it, is refused before it is sent anywhere. */
import { ActionableError } from '../errors.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MOST_SECRET_BYTES = 65_536;
/** Servers refuse longer headers with HTTP 431, many from 8 KB in all. */
const MOST_HEADER_BYTES = 8_000;

export function refuseTooLarge(secretString: string): void {
    refuseOver(MOST_SECRET_BYTES, secretString, 'The credentials', 'AWS Secrets Manager stores at most');
}

/** For a key or password that travels in a header when it is tried. */
export function refuseLongHeader(value: string): void {
    refuseOver(MOST_HEADER_BYTES, value, 'The key or password', 'a request carries at most');
}

function refuseOver(most: number, text: string, what: string, limit: string): void {
    const bytes = Buffer.byteLength(text, 'utf8');
    if (bytes <= most) return;
    throw new ActionableError(
        'export_secret_too_large',
        `${what} take${what.endsWith('s') ? '' : 's'} ${bytes} bytes; ${limit} ${most}.`,
        'Reconnect with the key or password alone: none is of this length.',
        { bytes, most_bytes: most }
    );
}
