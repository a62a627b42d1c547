/** Where the package's files stand in a project of the `nango` CLI. */

/** The code behind the functions; no integration has this id. */
export const CODE_FOLDER = 'nango-snowflake';
/** What `add` has put there, so that `update` touches nothing else. */
export const INSTALLED = `${CODE_FOLDER}/installed.json`;
export const INDEX = 'index.ts';
