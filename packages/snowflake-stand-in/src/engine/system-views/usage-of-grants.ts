/** ROLES, USERS and what was granted to them, in ACCOUNT_USAGE. */
import { typeName } from '../full-name.js';
import { quoteIfNeeded } from '../names.js';
import { roleType } from './usage-view.js';

import type { Account } from '../account.js';
import type { RoleGrant } from '../grants.js';
import type { Role } from '../objects/role.js';
import type { Kept, UsageView } from './usage-view.js';

export const usageOfGrants: readonly UsageView[] = [
    {
        name: 'ROLES',
        columns: `ROLE_ID:number CREATED_ON:time DELETED_ON:time NAME COMMENT OWNER ROLE_TYPE ROLE_DATABASE_NAME
            ROLE_INSTANCE_ID:number OWNER_ROLE_TYPE`,
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const role of account.roles.values()) {
                const { id, name, comment, owner, createdOn } = role;
                yield {
                    key: String(id),
                    values: {
                        ROLE_ID: id,
                        CREATED_ON: createdOn,
                        NAME: name,
                        COMMENT: comment || null,
                        OWNER: owner || null,
                        ROLE_TYPE: 'ROLE',
                        OWNER_ROLE_TYPE: roleType(owner)
                    }
                };
            }
        }
    },
    {
        name: 'USERS',
        columns: `USER_ID:number NAME CREATED_ON:time DELETED_ON:time LOGIN_NAME DISPLAY_NAME FIRST_NAME LAST_NAME EMAIL
            MUST_CHANGE_PASSWORD HAS_PASSWORD COMMENT DISABLED SNOWFLAKE_LOCK DEFAULT_WAREHOUSE DEFAULT_NAMESPACE
            DEFAULT_ROLE OWNER DEFAULT_SECONDARY_ROLE TYPE`,
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const user of account.users.values()) {
                yield {
                    key: String(user.id),
                    values: {
                        USER_ID: user.id,
                        NAME: user.name,
                        CREATED_ON: user.createdOn,
                        LOGIN_NAME: user.loginName,
                        DISPLAY_NAME: user.displayName,
                        FIRST_NAME: user.firstName || null,
                        LAST_NAME: user.lastName || null,
                        EMAIL: user.email || null,
                        DISABLED: String(user.disabled),
                        DEFAULT_WAREHOUSE: user.defaultWarehouse,
                        DEFAULT_NAMESPACE: user.defaultNamespace,
                        DEFAULT_ROLE: user.defaultRole,
                        OWNER: user.owner || null,
                        COMMENT: user.comment || null,
                        TYPE: user.userType
                    }
                };
            }
        }
    },
    {
        name: 'GRANTS_TO_ROLES',
        columns: `CREATED_ON:time MODIFIED_ON:time PRIVILEGE GRANTED_ON NAME TABLE_CATALOG TABLE_SCHEMA GRANTED_TO
            GRANTEE_NAME GRANT_OPTION:boolean GRANTED_BY DELETED_ON:time GRANTED_BY_ROLE_TYPE OBJECT_INSTANCE`,
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const { role, grantee, grantedBy, createdOn } of roleGrants(account)) {
                if (grantee.kind === 'USER') continue;
                yield {
                    key: `${role.id} ${role.name} ${grantee.kind} ${grantee.name}`,
                    values: {
                        CREATED_ON: createdOn,
                        MODIFIED_ON: createdOn,
                        PRIVILEGE: 'USAGE',
                        GRANTED_ON: 'ROLE',
                        NAME: role.name,
                        GRANTED_TO: grantee.kind,
                        GRANTEE_NAME: grantee.name,
                        GRANTED_BY: grantedBy,
                        GRANTED_BY_ROLE_TYPE: 'ROLE'
                    }
                };
            }
            for (const grant of account.grants.all()) {
                const { on, grantee, privilege, createdOn, grantedBy } = grant;
                yield {
                    key: `${on.id} ${privilege} ${grantee.kind} ${grantee.name}`,
                    values: {
                        CREATED_ON: createdOn,
                        MODIFIED_ON: createdOn,
                        PRIVILEGE: privilege,
                        GRANTED_ON: typeName(on),
                        NAME: quoteIfNeeded(on.name),
                        GRANTED_TO: grantee.kind,
                        GRANTEE_NAME: grantee.name,
                        GRANTED_BY: grantedBy
                    }
                };
            }
        }
    },
    {
        name: 'GRANTS_TO_USERS',
        columns: 'CREATED_ON:time DELETED_ON:time ROLE GRANTED_TO GRANTEE_NAME GRANTED_BY',
        lagMinutes: 120,
        databaseRole: 'SECURITY_VIEWER',
        deleted: 'DELETED_ON',
        *now(account): Generator<Kept, void, undefined> {
            for (const { role, grantee, grantedBy, createdOn } of roleGrants(account)) {
                if (grantee.kind !== 'USER') continue;
                yield {
                    key: `${role.id} ${role.name} ${grantee.name}`,
                    values: {
                        CREATED_ON: createdOn,
                        ROLE: role.name,
                        GRANTED_TO: 'USER',
                        GRANTEE_NAME: grantee.name,
                        GRANTED_BY: grantedBy
                    }
                };
            }
        }
    }
];

function* roleGrants(account: Account): Generator<Omit<RoleGrant, 'role'> & { readonly role: Role }, void, undefined> {
    for (const role of account.roles.values()) {
        for (const grant of account.grants.granteesOf(role.name)) yield { ...grant, role };
    }
}
