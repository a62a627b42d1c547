import { existing } from '../../existence.js';

import type { Context } from '../../context.js';
import type { User } from '../../objects/user.js';

export function findUser({ account }: Context, parts: readonly string[]): User {
    return existing(account.users.get(parts.at(-1) ?? ''), 'USER', parts);
}
