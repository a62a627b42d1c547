/**
 * Who has each role, by two queries for the whole account. They are up to two hours late; the counts that SHOW ROLES gives
 * are not. So a role whose counts are met is believed, and any other is asked for by SHOW GRANTS.
 * https://docs.snowflake.com/en/sql-reference/account-usage/grants_to_roles
 * https://docs.snowflake.com/en/sql-reference/account-usage/grants_to_users
 */
import { compareNames } from '../../snowflake/identifiers.js';
import { readGrants } from '../grants.js';
import type { Grants, Members } from '../grants.js';
import type { ListedRole } from '../kinds/roles.js';
import type { Show } from '../show.js';
import type { Start } from '../syncs/start.js';
import { refusable, Refused, tellOfRefusal } from './refusal.js';

const ACCOUNT_USAGE = 'SNOWFLAKE.ACCOUNT_USAGE';
const TO_ROLES = `SELECT DISTINCT NAME, GRANTEE_NAME FROM ${ACCOUNT_USAGE}.GRANTS_TO_ROLES WHERE GRANTED_ON = 'ROLE' AND PRIVILEGE = 'USAGE' AND GRANTED_TO = 'ROLE' AND DELETED_ON IS NULL`;
/** Rows of a user that was dropped may stay. */
const TO_USERS = `SELECT DISTINCT ROLE, GRANTEE_NAME FROM ${ACCOUNT_USAGE}.GRANTS_TO_USERS WHERE DELETED_ON IS NULL AND GRANTEE_NAME IN (SELECT NAME FROM ${ACCOUNT_USAGE}.USERS WHERE DELETED_ON IS NULL)`;

export async function grantsOf(
    { nango, settings, from, queries }: Pick<Start, 'nango' | 'settings' | 'from' | 'queries'>,
    roles: readonly ListedRole[],
    hasMembers: (role: ListedRole) => boolean
): Promise<Grants> {
    if (settings.read_with?.source !== 'account_usage') return await readGrants(from, roles, hasMembers);
    try {
        const known = await refusable(ACCOUNT_USAGE, () => membersByRole(queries, roles));
        const isMet = (role: ListedRole): boolean => isCounted(role, known.get(role.name));
        const grants = await readGrants(from, roles, (role) => hasMembers(role) && !isMet(role));
        const members = new Map(grants.members);
        for (const role of roles) {
            const found = known.get(role.name);
            if (found && hasMembers(role) && isMet(role)) members.set(role.name, found);
        }
        return { ...grants, members };
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await tellOfRefusal(nango, error.place, error.reason);
        return await readGrants(from, roles, hasMembers);
    }
}

function isCounted(role: ListedRole, found: NonNullable<Members> | undefined): boolean {
    return found?.roles.length === role.granted_to_roles && found?.users.length === role.assigned_to_users;
}

/** Of roles that there are; a grant to one that is gone means nothing. */
async function membersByRole(
    queries: Show,
    roles: readonly ListedRole[]
): Promise<ReadonlyMap<string, NonNullable<Members>>> {
    const members = new Map(
        roles.map(({ name }) => [name, { roles: new Array<string>(), users: new Array<string>() }])
    );
    for await (const [role, parent] of edges(queries, TO_ROLES)) {
        if (members.has(parent)) members.get(role)?.roles.push(parent);
    }
    for await (const [role, user] of edges(queries, TO_USERS)) members.get(role)?.users.push(user);
    for (const { roles: parents, users } of members.values()) {
        parents.sort(compareNames);
        users.sort(compareNames);
    }
    return members;
}

async function* edges({ client, options }: Show, statement: string): AsyncGenerator<readonly [string, string]> {
    const result = await client.execute(statement, options);
    for await (const rows of result.partitions()) {
        for (const [role, grantee] of rows) {
            if (role !== null && role !== undefined && grantee !== null && grantee !== undefined) yield [role, grantee];
        }
    }
}
