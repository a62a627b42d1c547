/**
 * What a test may set on the embedded account's front. Defaults are the service's own; tests make them small.
 * Sizes are of the JSON text before gzip, as `uncompressedSize` counts it.
 */

/** How a result is cut. A piece always holds at least one row, so a huge row makes a piece of its own. */
export interface PieceSizes {
    /** The piece that comes with the first answer. */
    readonly firstBytes: number;
    readonly laterBytes: number;
    readonly rows: number;
}

export interface FrontOptions {
    /** A request waits this long for its statement before it answers that the statement is still running. */
    readonly inlineWaitMs: number;
    /** How long one status request of a driver waits before it answers again that the statement is running. */
    readonly pollWaitMs: number;
    /** Partitions of the SQL API. */
    readonly partitions: PieceSizes;
    /** Inline rows and chunks of the driver's protocol. */
    readonly chunks: PieceSizes;
    /** Scheme of the URLs that the account names itself by (chunks); behind a TLS proxy: `https`. */
    readonly scheme: 'http' | 'https';
    readonly sessionTokenSeconds: number;
    readonly masterTokenSeconds: number;
    /** The clock that tokens expire by, in milliseconds. */
    readonly now: () => number;
}

const MEGABYTE = 1_000_000;

/** https://docs.snowflake.com/en/developer-guide/sql-api/reference: 45 seconds, partitions of 10 to 50 MB. */
export const DEFAULT_OPTIONS: FrontOptions = {
    inlineWaitMs: 45_000,
    pollWaitMs: 45_000,
    partitions: { firstBytes: 10 * MEGABYTE, laterBytes: 40 * MEGABYTE, rows: Number.POSITIVE_INFINITY },
    chunks: { firstBytes: 0.1 * MEGABYTE, laterBytes: 16 * MEGABYTE, rows: Number.POSITIVE_INFINITY },
    scheme: 'http',
    sessionTokenSeconds: 3600,
    masterTokenSeconds: 14_400,
    now: () => Date.now()
};
