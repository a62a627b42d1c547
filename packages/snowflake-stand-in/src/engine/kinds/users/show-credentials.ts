/** SHOW USER KEY PAIRS and USER PROGRAMMATIC ACCESS TOKENS: what one user signs in with. */
import { doesNotExist } from '../../failures.js';
import { showAccessTokens } from './access-tokens.js';
import { showKeyPairs } from './key-pairs.js';

import type { ResultSet } from '../../../types.js';
import type { Context } from '../../context.js';
import type { Reader } from '../../reader.js';
import type { User } from '../../objects/user.js';

/** Null where it is something else that is to be shown. */
export function showCredentials(context: Context, reader: Reader): ResultSet | null {
    const { account } = context;
    if (reader.accept('USER', 'PROGRAMMATIC', 'ACCESS', 'TOKENS') || reader.accept('USER', 'PATS'))
        return showAccessTokens(readUser(context, reader), account.now());
    if (account.hasNamedKeyPairs && reader.accept('USER', 'KEY', 'PAIRS'))
        return showKeyPairs(readUser(context, reader), account.now());
    return null;
}

/** The own user's are for everybody to see, others' for who may manage them. */
function readUser({ account, access, session }: Context, reader: Reader): User {
    const name = reader.accept('FOR', 'USER') ? reader.name() : session.user;
    reader.end();
    const user = account.users.get(name);
    if (user === undefined || (name !== session.user && !access.managesSignIn(user))) throw doesNotExist('User', name);
    return user;
}
