/** Failures below HTTP, whichever protocol met them: what they mean to a person, and whether the request had been sent. */
import type { ProxyFailure } from '../nango/proxy-failure.js';
import { CHECK_ACCOUNT, SnowflakeError, TRY_AGAIN } from './snowflake-error.js';

type Unreachable = Exclude<ProxyFailure, { kind: 'answer' }>;

/** Any name under snowflakecomputing.com has an address: that of a wrong region answers with another region's certificate. */
const OTHER_CERTIFICATE = 'ERR_TLS_CERT_ALTNAME_INVALID';
const CERTIFICATE = /CERT|SIGNATURE/;

/** Nothing left before these. */
const NOT_SENT = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/;

/** The code is Node's, axios's or Nango's; what they say beside it may name the request. */
export function unreachable(failure: Unreachable): SnowflakeError {
    const { kind, code } = failure;
    if (kind === 'dns') {
        return new SnowflakeError(
            'unavailable',
            `The host name of the Snowflake account could not be looked up (${code}).`,
            `If this lasts, either the name service of your Nango fails or there is no such host. ${CHECK_ACCOUNT}`,
            { concerns: 'service', isHostUnknown: true }
        );
    }
    if (kind === 'network') {
        return new SnowflakeError('unavailable', `The connection to Snowflake failed (${code}).`, TRY_AGAIN, {
            concerns: 'service',
            mayHaveRun: !NOT_SENT.test(code)
        });
    }
    if (code === OTHER_CERTIFICATE) return noSuchHost(code);
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

/** Where a connection is made, a host that nobody knows is a wrong account. */
export function noSuchHost(code: string): SnowflakeError {
    return new SnowflakeError(
        'account_not_found',
        `There is no Snowflake account at this address (${code}).`,
        CHECK_ACCOUNT,
        { concerns: 'sign-in' }
    );
}
