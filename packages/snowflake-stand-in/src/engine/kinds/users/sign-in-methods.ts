/**
 * ALTER USER … ADD, ROTATE, MODIFY and REMOVE of what a user signs in with, and who may: for tokens of a human user the
 * user too, otherwise who has the privilege on the user.
 */
import {
    acceptTokenWords,
    addAccessToken,
    modifyAccessToken,
    removeAccessToken,
    rotateAccessToken
} from './access-tokens.js';
import { insufficientPrivileges, refusedValue } from '../../failures.js';
import { addKeyPair, modifyKeyPair, removeKeyPair, rotateKeyPair } from './key-pairs.js';

import type { ResultSet } from '../../../types.js';
import type { Context } from '../../context.js';
import type { User } from '../../objects/user.js';
import type { Reader } from '../../reader.js';

const VERBS = ['ADD', 'ROTATE', 'MODIFY', 'REMOVE'];

/** Null where the statement is about something else. */
export function alterSignInMethod(context: Context, user: User, reader: Reader): ResultSet | null {
    const { account, access, session } = context;
    const verb = reader.acceptOneOf(VERBS);
    if (verb === null) return null;
    const now = account.now();
    const granted = account.grants.rolesForUser(user.name);
    const isOwn = session.user === user.name;
    if (account.hasNamedKeyPairs && reader.accept('KEY', 'PAIR')) {
        if (!access.managesSignIn(user)) throw insufficientPrivileges('user', user.name);
        const by = { user: session.user, now };
        if (verb === 'ADD') return addKeyPair(user, reader, granted, by);
        if (verb === 'ROTATE') return rotateKeyPair(user, reader, by);
        return verb === 'MODIFY' ? modifyKeyPair(user, reader, now) : removeKeyPair(user, reader, now);
    }
    if (!acceptTokenWords(reader)) throw reader.unexpected();
    const isHuman = user.userType === null || user.userType === 'PERSON';
    if (!access.managesSignIn(user) && !(isOwn && isHuman)) throw insufficientPrivileges('user', user.name);
    if (verb === 'ADD') return addAccessToken(user, reader, granted, now);
    if (isOwn && session.byAccessToken) {
        throw refusedValue(
            'A programmatic access token cannot be changed in a session that was authenticated with one of the same user.'
        );
    }
    if (verb === 'ROTATE') return rotateAccessToken(user, reader, now);
    return verb === 'MODIFY' ? modifyAccessToken(user, reader) : removeAccessToken(user, reader);
}
