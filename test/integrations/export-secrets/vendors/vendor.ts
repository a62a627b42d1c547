/**
 * The vendor of one type of destination, as far as trying credentials goes, and one case: what a connection of it holds and
 * what is stored of it. Every suite of destinations runs over all of them.
 */
import { randomUUID } from 'node:crypto';
import type { Credentials } from 'nango-stand-in/connections.js';

/** The password, key or id of a key of every case. */
export const SECRET = randomUUID();

export interface Vendor {
    readonly type: string;
    readonly credentials: (secret: string) => Credentials;
    readonly config: Record<string, unknown>;
    readonly payload: Record<string, unknown>;
    readonly metadata: Record<string, string>;
    /** The format that Glue reads, and the type of a connection over it; null where Glue has none. */
    readonly glueConnection: { readonly format: string; readonly type: string } | null;
    /** Names of its hosts, with `*` for any first part. */
    readonly hosts: readonly string[];
    /** What it answers by host and path, as documented: to the right credentials, and to others. */
    readonly answers: Readonly<Record<string, (request: VendorRequest) => VendorAnswer>>;
    /** What Glue tries in its place: the JDBC URL that leads to its database, and the user that it lets in. */
    readonly database?: { readonly url: string; readonly user: string };
}

export interface VendorRequest {
    readonly authorization: string | undefined;
    readonly body: string;
}

export interface VendorAnswer {
    readonly status: number;
    readonly body: unknown;
}
