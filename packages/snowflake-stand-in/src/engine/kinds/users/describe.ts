/** DESCRIBE USER. https://docs.snowflake.com/en/sql-reference/sql/desc-user */
import { showColumns } from '../../cells.js';
import { insufficientPrivileges } from '../../failures.js';
import { findUser } from './find.js';
import { publicKeyFingerprint } from '../../public-key.js';

import type { ResultSet } from '../../../types.js';
import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { User } from '../../objects/user.js';

export function describeUser(context: Context, name: string): ResultSet {
    const user = findUser(context, [name]);
    const self = context.session.user === name;
    if (!self && !context.access.managesGrants && !context.access.owns(user))
        throw insufficientPrivileges('user', name);
    return { columns: showColumns('property value default description'), rows: userProperties(user), kind: 'show' };
}

/** Property, value, default and description. */
function userProperties(user: User): (readonly CellText[])[] {
    return [
        ['NAME', user.name, null, 'Name'],
        ['COMMENT', user.comment, null, 'user comment associated to an object in the dictionary'],
        ['DISPLAY_NAME', user.displayName, null, 'Display name of the associated object'],
        ['TYPE', user.userType, null, 'User type'],
        ['LOGIN_NAME', user.loginName, null, 'Login name of the user'],
        ['FIRST_NAME', user.firstName, null, 'First name of the user'],
        ['LAST_NAME', user.lastName, null, 'Last name of the user'],
        ['EMAIL', user.email, null, 'Email address of the user'],
        ['PASSWORD', user.password === null ? null : '********', null, 'Password of the user'],
        ['MUST_CHANGE_PASSWORD', String(user.mustChangePassword), 'false', 'User must change the password'],
        ['DISABLED', String(user.disabled), 'false', 'Whether the user is disabled'],
        ['DEFAULT_WAREHOUSE', user.defaultWarehouse, null, 'Default warehouse for this user'],
        ['DEFAULT_NAMESPACE', user.defaultNamespace, null, 'Default database namespace prefix for this user'],
        ['DEFAULT_ROLE', user.defaultRole, null, 'Primary principal of user session will be set to this role'],
        ['DEFAULT_SECONDARY_ROLES', user.defaultSecondaryRoles, '["ALL"]', 'The secondary roles will be set to all'],
        ['RSA_PUBLIC_KEY', body(user.rsaPublicKey), null, 'RSA public key of the user'],
        ['RSA_PUBLIC_KEY_FP', fingerprint(user.rsaPublicKey), null, 'Fingerprint of user RSA public key.'],
        ['RSA_PUBLIC_KEY_2', body(user.rsaPublicKey2), null, 'Second RSA public key of the user'],
        ['RSA_PUBLIC_KEY_2_FP', fingerprint(user.rsaPublicKey2), null, "Fingerprint of user's second RSA public key."],
        ['NETWORK_POLICY', user.networkPolicy, null, 'Network policy of the user'],
        ['HAS_MFA', String(user.mfa), 'false', 'Whether the user is enrolled in MFA']
    ];
}

function fingerprint(pem: string | null): CellText {
    return pem === null ? null : publicKeyFingerprint(pem);
}

function body(pem: string | null): CellText {
    return pem?.replaceAll(/-----[A-Z ]+-----|\s/g, '') ?? null;
}
