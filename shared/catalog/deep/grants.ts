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

type Asker = Pick<Start, 'nango' | 'settings' | 'from' | 'queries'>;

/** Of the roles whose members the queries give as many as SHOW ROLES counts; none where there are no queries. */
export async function believedMembers(
    { nango, settings, queries }: Asker,
    roles: readonly ListedRole[]
): Promise<ReadonlyMap<string, NonNullable<Members>>> {
    if (settings.read_with?.source !== 'account_usage') return new Map();
    try {
        const known = await refusable(ACCOUNT_USAGE, () => membersByRole(queries, roles));
        return new Map(
            roles.flatMap((role) => {
                const found = known.get(role.name);
                return found && isCounted(role, found) ? [[role.name, found] as const] : [];
            })
        );
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await tellOfRefusal(nango, error.place, error.reason);
        return new Map();
    }
}

export async function grantsOf(
    asker: Asker,
    roles: readonly ListedRole[],
    hasMembers: (role: ListedRole) => boolean
): Promise<Grants> {
    const believed = await believedMembers(asker, roles);
    const grants = await readGrants(asker.from, roles, (role) => hasMembers(role) && !believed.has(role.name));
    return { ...grants, members: new Map([...grants.members, ...believed]) };
}

function isCounted(role: ListedRole, found: NonNullable<Members>): boolean {
    return found.roles.length === role.granted_to_roles && found.users.length === role.assigned_to_users;
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
    for await (const { rows } of result.slices()) {
        for (const [role, grantee] of rows) {
            if (role !== null && role !== undefined && grantee !== null && grantee !== undefined) yield [role, grantee];
        }
    }
}
