/**
 * Which account a host, a login or a token means. One account has several names: its locator, and organisation and
 * account name with a hyphen. Regions follow after a dot and are no part of the name.
 * https://docs.snowflake.com/en/user-guide/admin-account-identifier
 */
import type { Engine } from '../types.js';

/** The account's name without region, upper case, underscores as the hyphens that host names need. */
function bareName(name: string): string {
    return (name.split('.')[0] ?? '').toUpperCase().replaceAll('_', '-');
}

export function isThisAccount(engine: Engine, name: string): boolean {
    const wanted = bareName(name);
    return [engine.accountLocator, ...engine.accountAliases].some((known) => bareName(known) === wanted);
}

/**
 * A host under Snowflake's domains names an account; any other (a loopback address) names none. One that has the
 * domain twice, from a whole host where an account was asked for, names an account that nobody has.
 */
export function accountOfHost(host: string | undefined): string | null {
    const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
    const found = /^(?<account>[^.]+)\.(?:.+\.)?snowflakecomputing\.(?:com|cn)$/.exec(name);
    if (/snowflakecomputing\.(?:com|cn)\./.test(name)) return '';
    return found?.groups?.['account'] ?? null;
}
