/** Which Nango the app talks to: the local one with its embedded Snowflake, unless a key of a real one is given. */
import process from 'node:process';

import { z } from 'zod';

const Environment = z.object({
    NANGO_SECRET_KEY: z.string().min(1).optional(),
    NANGO_HOST: z.url().default('https://api.nango.dev'),
    NANGO_WEBHOOK_KEY: z.string().min(1).optional(),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3007)
});

/** An empty variable is one that is not set. */
export const environment = Environment.parse(
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
);

/** The demo's account: what a page may do in it, beside what Nango does. */
export interface Demo {
    readonly account: string;
    readonly user: string;
    /** The command that a customer's administrator would run, run by one. */
    setPublicKey(publicKey: string): Promise<void>;
    /** The user's, made at this start: it opens nothing but the embedded account. */
    readonly password: string;
    /** A programmatic access token of the same user, made at this start. */
    readonly accessToken: string;
    /** Changes something in the account, for the syncs to find; the statements that ran. */
    change(): Promise<readonly string[]>;
}

export interface NangoServer {
    readonly kind: 'local' | 'remote';
    readonly host: string;
    readonly secretKey: string;
    readonly webhookKey: string | null;
    readonly demo: Demo | null;
    close(): Promise<void>;
}

export function remoteNango(secretKey: string): NangoServer {
    return {
        kind: 'remote',
        host: environment.NANGO_HOST,
        secretKey,
        webhookKey: environment.NANGO_WEBHOOK_KEY ?? null,
        demo: null,
        close: async () => {}
    };
}
