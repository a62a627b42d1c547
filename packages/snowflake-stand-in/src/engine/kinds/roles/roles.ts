/** Roles of the account. https://docs.snowflake.com/en/sql-reference/sql/create-role */
import { EXECUTED } from '../../cells.js';
import { alreadyExists, insufficientPrivileges } from '../../failures.js';
import { readProperties, textProperty } from '../../properties.js';
import { createInAccount } from '../creation.js';
import { existing, findIf } from '../../existence.js';
import { roleListing } from './show.js';

import type { ResultSet } from '../../../types.js';
import type { Context } from '../../context.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';
import type { Kind } from '../kind.js';
import type { Role } from '../../objects/role.js';

const type = 'ROLE';

export const roles: Kind<Role> = {
    type,
    home: 'ACCOUNT',
    privileges: { [type]: ['USAGE'] },
    listings: [roleListing],

    find,

    create: createInAccount({
        type,
        creator: 'USERADMIN',
        existing: ({ account }) => account.roles,
        make: ({ account }, given) => {
            account.addRole(given);
        }
    }),

    alter: alterRole,

    remove: (account, _store, role) => {
        account.roles.delete(role.name);
        account.grants.forgetGrantee({ kind: 'ROLE', name: role.name });
    }
};

function find({ account }: Context, parts: readonly string[]): Role {
    return existing(account.roles.get(parts.at(-1) ?? ''), type, parts);
}

function alterRole(work: Work, reader: Reader): ResultSet {
    const { account, access } = work.context;
    const ifExists = reader.accept('IF', 'EXISTS');
    const name = reader.name();
    const role = findIf(ifExists, () => find(work.context, [name]));
    if (role === null) return EXECUTED;
    if (!access.mayGrant(role)) throw insufficientPrivileges('role', name);
    if (reader.accept('RENAME', 'TO')) {
        const renamed = reader.name();
        if (account.roles.has(renamed)) throw alreadyExists(renamed);
        account.renameRole(name, renamed);
    } else if (reader.accept('UNSET', 'COMMENT')) role.comment = '';
    else {
        reader.expect('SET');
        role.comment = textProperty(readProperties(reader), 'COMMENT') ?? role.comment;
    }
    reader.end();
    return EXECUTED;
}
