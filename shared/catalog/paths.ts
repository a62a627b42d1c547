/** Names of several parts, in the one order that does not depend on any locale. */
import { compareNames } from '../snowflake/identifiers.js';

export function comparePaths(a: readonly string[], b: readonly string[]): number {
    for (const [depth, name] of a.entries()) {
        const order = compareNames(name, b[depth] ?? '');
        if (order !== 0) return order;
    }
    return a.length - b.length;
}
