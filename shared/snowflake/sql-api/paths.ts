/** Where the SQL API takes statements, and where it answers about one. */
export const STATEMENTS = '/api/v2/statements';

export function statementPath(handle: string): string {
    return `${STATEMENTS}/${encodeURIComponent(handle)}`;
}
