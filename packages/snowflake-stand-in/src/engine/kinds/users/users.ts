/** Users. https://docs.snowflake.com/en/sql-reference/sql/create-user */
import { createInAccount } from '../creation.js';
import { assertNetworkPolicyExists } from '../network-policies/address-lists.js';
import { alterUser } from './alter.js';
import { describeUser } from './describe.js';
import { findUser } from './find.js';
import { setUser } from './properties.js';
import { showCredentials } from './show-credentials.js';
import { userListing } from './show.js';

import type { Kind } from '../kind.js';
import type { User } from '../../objects/user.js';

const type = 'USER';

export const users: Kind<User> = {
    type,
    home: 'ACCOUNT',
    privileges: { [type]: ['MODIFY PROGRAMMATIC AUTHENTICATION METHODS', 'MONITOR'] },
    listings: [userListing],

    find: findUser,

    create: createInAccount({
        type,
        creator: 'USERADMIN',
        existing: ({ account }) => account.users,
        make: ({ account }, given, properties) => {
            assertNetworkPolicyExists(account, properties);
            setUser(account.addUser(given), properties, account.now());
        }
    }),

    alter: alterUser,

    showMore: showCredentials,
    describe: (context, reader) => describeUser(context, reader.name()),

    remove: (account, _store, user) => {
        account.users.delete(user.name);
        account.grants.forgetGrantee({ kind: 'USER', name: user.name });
    }
};
