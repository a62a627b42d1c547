/**
 * Snowflake OAuth for one custom client, from the consent on: access tokens live for ten minutes and for one role, and a
 * refresh token brings the next one until its validity ends. A user consents in the browser (`/oauth/authorize`), for a
 * code that the client redeems; `consent` is all of that at once. https://docs.snowflake.com/en/user-guide/oauth-custom
 */
import { randomBytes } from 'node:crypto';

const ACCESS_TOKEN_SECONDS = 600;
/** OAUTH_REFRESH_TOKEN_VALIDITY: 90 days, unless the security integration says otherwise. */
const REFRESH_TOKEN_MS = 7_776_000_000;
const CODE_SECONDS = 60;

interface Consent {
    readonly loginName: string;
    readonly role: string;
    readonly endsAtMs: number;
    withdrawn: boolean;
}

export interface OAuthGrant {
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly expiresInSeconds: number;
}

/** What a user consents to. */
interface Asked {
    readonly loginName: string;
    readonly role: string;
    /** By the scope `refresh_token`, without which it ends with the first access token. */
    readonly lasts: boolean;
}
type Granted = OAuthGrant & Pick<Asked, 'role' | 'lasts'>;

export type OAuthVerdict = { readonly loginName: string; readonly role: string } | 'expired' | 'unknown';

export class OAuthServer {
    readonly client = { id: randomBytes(15).toString('base64url'), secret: randomBytes(24).toString('base64url') };
    /** OAUTH_REDIRECT_URI of the security integration: consents are given to nobody else. */
    redirectUri: string | null = null;
    /** How often a refresh token brought an access token. */
    refreshes = 0;
    /** ENABLED of the security integration; a client of one that is not has no name to the token endpoint. */
    enabled = true;
    /** Every token that was issued, of both kinds. */
    readonly issued: string[] = [];
    readonly #now: () => number;
    readonly #byRefreshToken = new Map<string, Consent>();
    readonly #byCode = new Map<string, Asked & { readonly expiresAtMs: number }>();
    readonly #byAccessToken = new Map<string, { readonly consent: Consent; readonly expiresAtMs: number }>();

    constructor(now: () => number) {
        this.#now = now;
    }

    /** A user consents in the browser: the scopes `refresh_token session:role:<role>`. */
    consent(loginName: string, role: string): OAuthGrant {
        const consent: Consent = { loginName, role, endsAtMs: this.#now() + REFRESH_TOKEN_MS, withdrawn: false };
        const refreshToken = `ver:2-hint:${randomBytes(40).toString('base64url')}`;
        this.issued.push(refreshToken);
        this.#byRefreshToken.set(refreshToken, consent);
        return { accessToken: this.#issue(consent), refreshToken, expiresInSeconds: ACCESS_TOKEN_SECONDS };
    }

    /** What the browser brings back to the client from a consent. */
    codeFor(asked: Asked): string {
        const code = randomBytes(20).toString('hex').toUpperCase();
        this.#byCode.set(code, { ...asked, expiresAtMs: this.#now() + CODE_SECONDS * 1000 });
        return code;
    }

    /** Once, and soon; null for any other code. */
    redeem(code: string): Granted | null {
        const known = this.#byCode.get(code);
        this.#byCode.delete(code);
        if (known === undefined || known.expiresAtMs <= this.#now()) return null;
        return { ...this.consent(known.loginName, known.role), role: known.role, lasts: known.lasts };
    }

    /** ALTER USER … REMOVE DELEGATED AUTHORIZATIONS. */
    withdraw(refreshToken: string): void {
        const consent = this.#byRefreshToken.get(refreshToken);
        if (consent) consent.withdrawn = true;
    }

    check(accessToken: string): OAuthVerdict {
        const known = this.#byAccessToken.get(accessToken);
        if (known === undefined || known.consent.withdrawn) return 'unknown';
        if (known.expiresAtMs <= this.#now()) return 'expired';
        return { loginName: known.consent.loginName, role: known.consent.role };
    }

    /** A refresh token for the next access token; null where the consent is none any more. */
    refresh(refreshToken: string): Granted | null {
        const consent = this.#byRefreshToken.get(refreshToken);
        if (consent === undefined || consent.withdrawn || consent.endsAtMs <= this.#now()) return null;
        this.refreshes += 1;
        const accessToken = this.#issue(consent);
        return { accessToken, refreshToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, role: consent.role, lasts: true };
    }

    #issue(consent: Consent): string {
        const token = `ver:1-hint:${randomBytes(40).toString('base64url')}`;
        this.issued.push(token);
        this.#byAccessToken.set(token, { consent, expiresAtMs: this.#now() + ACCESS_TOKEN_SECONDS * 1000 });
        return token;
    }
}
