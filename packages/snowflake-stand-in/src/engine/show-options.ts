/** How an account answers SHOW, where Snowflake's documentation and releases leave more than one way. */
import type { ResultSet } from '../types.js';

/** `documented`: an error where the command's page says so, a cut for the others. */
export type CapBehaviour = 'cut' | 'error' | 'documented';

/**
 * Where `LIMIT n FROM 'name'` starts. `documented`: after the row of that very name, or at the first row that starts with
 * it (Snowflake's example: FROM 'J' gives JCUSTOMER first); `skip_first_match` leaves that row out in both cases.
 */
export type FromBehaviour = 'documented' | 'skip_first_match';

/** How SHOW GRANTS writes object types and grantees: before and after Snowflake's BCR-2371 (bundle 2026_06). */
export type GrantsForm = 'before_2026_06' | '2026_06';

export interface ShowOptions {
    readonly rowCap: number;
    readonly capBehaviour: CapBehaviour;
    readonly fromBehaviour: FromBehaviour;
    readonly grantsForm: GrantsForm;
    /** Changes an answer as a release of Snowflake's would: columns that are new, gone, moved or of another type. */
    readonly reshape: (kind: string, answer: ResultSet) => ResultSet;
}
