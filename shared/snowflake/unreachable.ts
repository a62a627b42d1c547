/** Why a host cannot be reached, whichever protocol tried: only what no repetition mends. */
import { CHECK_ACCOUNT, SnowflakeError } from './errors.js';

/** Any name under snowflakecomputing.com has an address: that of a wrong region answers with another region's certificate. */
const NO_ACCOUNT = new Set(['ENOTFOUND', 'ERR_TLS_CERT_ALTNAME_INVALID']);
const CERTIFICATE = /CERT|SIGNATURE/;

/** `code` is Node's or axios's; what they say beside it may name the request. */
export function unreachable(code: string): SnowflakeError {
    if (NO_ACCOUNT.has(code)) {
        return new SnowflakeError(
            'account_not_found',
            `There is no Snowflake account at this address (${code}).`,
            CHECK_ACCOUNT
        );
    }
    if (CERTIFICATE.test(code)) {
        return new SnowflakeError(
            'unavailable',
            `The certificate of the connection to Snowflake is not accepted (${code}).`,
            'Check whether a proxy or firewall between Nango and Snowflake puts its own certificate in the place of Snowflake’s.'
        );
    }
    return new SnowflakeError(
        'unavailable',
        `The request to Snowflake could not be sent (${code}).`,
        'Run it again; if it fails again, report this.'
    );
}
