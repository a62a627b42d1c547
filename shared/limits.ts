/**
 * How long statements of the package's own may take, how much is read or saved at once, and how often syncs run, by what
 * they are for. How trouble on the way is borne is in `snowflake/retries.ts`, the driver's own limits in
 * `snowflake/driver/session.ts`, those of a customer's statements in `statements/specs.ts`.
 */

/** SHOW answers from Snowflake's own services; one that takes longer than this is stuck. */
export const SHOW_IN_SYNC_SECONDS = 600;
/** A query of read_with over the whole account, on the smallest warehouse. */
export const DEEP_READ_SECONDS = 1800;
/** Several may be needed within the fifteen minutes of an action. */
export const SHOW_IN_ACTION_SECONDS = 300;
/** One statement of `validate-connection`: within what a person waits for in Connect UI. */
export const VALIDATION_SECONDS = 30;
/** And how long trouble on the way is borne there. */
export const VALIDATION_PATIENCE_MS = 20_000;
/** Of a check of test-connection, with an app's user waiting. */
export const CHECK_SECONDS = 60;
/** Who and where the connection is, ahead of other work. */
export const IDENTITY_SECONDS = 60;
/** From so many days before an access token or a key pair ends, whoever looks is warned. */
export const EXPIRY_WARNING_DAYS = 14;
/** Snowflake ends a key that was rotated out after some hours: so many, where it has no end of its own, are a year. */
export const MOST_OLD_KEY_HOURS = 8760;
/** Reading and setting the keys of the own user. */
export const KEY_SLOT_SECONDS = 60;

/** As many records as Nango stores in one request. */
export const RECORDS_AT_ONCE = 1000;
/** Items of a listing's page at most: with the row that pages overlap by, it stays below the cap of SHOW. */
export const LISTING_PAGE_ITEMS = 9_000;
/** SHOW gives no more, or refuses. */
export const SHOW_CAP_ROWS = 10_000;

/** Of every sync; a customer can set another in Nango. */
export const SYNC_FREQUENCY = 'every hour';

/**
 * Requests of one execution under way at once, where the settings do not say: the answers of so many, each of 10,000 rows,
 * stay below 64 MB of heap (bench, size M).
 */
export const REQUESTS_AT_ONCE = 6;
export const MOST_REQUESTS_AT_ONCE = 64;
