/** What can be in the way of rotate-token, and what to do about it. */
import type { OperatorSecret } from '../key-rotation/operator-secret.js';
import { ActionableError } from '../errors.js';
import { SnowflakeError } from '../snowflake/errors.js';
import type { ShownToken } from './shown.js';

export function notFound(shown: readonly ShownToken[], name: string, user: string): ActionableError {
    const seen = shown.filter(({ rotatedTo }) => rotatedTo === null).map((each) => each.name);
    return new ActionableError(
        'token_not_found',
        `Snowflake shows this role no access token ${name} of the user ${user}${seen.length === 0 ? '' : `; it shows ${seen.join(', ')}`}.`,
        'Check the names of token and user, and let an administrator run: GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER ... TO ROLE ...'
    );
}

export function rotatedAlready(name: string, to: string): ActionableError {
    return new ActionableError(
        'token_rotated_already',
        `${name} is the old secret of the access token ${to}, which was rotated.`,
        `Rotate ${to}, if its new secret is lost or used up.`
    );
}

export function notActive(name: string, user: string): ActionableError {
    return new ActionableError(
        'token_not_active',
        `The access token ${name} of the user ${user} is disabled or has ended.`,
        'Enable it (ALTER USER ... MODIFY PROGRAMMATIC ACCESS TOKEN ... SET DISABLED = FALSE), or let an administrator add another: ALTER USER ... ADD PROGRAMMATIC ACCESS TOKEN ...'
    );
}

export function ofTheOwnSession(): ActionableError {
    return new ActionableError(
        'token_in_use',
        'Snowflake rotates no access token in a session that a token of the same user opened, and this connection signs in with one.',
        'Run it on a connection by key pair or OAuth: of the same user, or of one whose role has MODIFY PROGRAMMATIC AUTHENTICATION METHODS on this user, with the field user. Nothing was changed.'
    );
}

/** A password may be a token, which nobody can tell: then Snowflake refuses it in words of its own. */
export function orOfTheOwnSession(error: SnowflakeError): SnowflakeError {
    if (error.code !== 'sql_error') return error;
    return new SnowflakeError(
        error.code,
        error.message,
        'Where this connection signs in with an access token in place of its password, run it on a connection by key pair or OAuth: Snowflake rotates no token in a session that a token of the same user opened.',
        { cause: error }
    );
}

export function endsTooSoon(user: string, { name, expiresAt }: ShownToken): ActionableError {
    return new ActionableError(
        'token_ending',
        `The access token ${name} of the user ${user} ends on ${expiresAt ?? ''}: a rotation now could end it before the new one is in use.`,
        'Let an administrator add another: ALTER USER ... ADD PROGRAMMATIC ACCESS TOKEN ...'
    );
}

export interface Lost {
    readonly user: string;
    readonly token: ShownToken;
    readonly endsAt: string;
}

export function lost(why: string, remedy: string, { user, token, endsAt }: Lost, cause?: Error): ActionableError {
    return new ActionableError(
        'token_lost',
        `The access token ${token.name} of the user ${user} was rotated, and the new token was lost. ${why}`,
        `${remedy} The old token works until ${endsAt}. Run rotate-token again before then: nobody has the token that is replaced by it.`,
        { user, token: token.name, old_token_ends_at: endsAt },
        { cause }
    );
}

export function unconfirmed({ user, token, endsAt }: Lost, cause: Error): ActionableError {
    return new ActionableError(
        'token_unconfirmed',
        `Snowflake's answer was lost, so it is not known whether the access token ${token.name} of the user ${user} was rotated.`,
        `If it was, the old token works until ${endsAt}. Run rotate-token again before then: nobody has the token that is replaced by it.`,
        { user, token: token.name, old_token_ends_at: endsAt },
        { cause }
    );
}

/** AWS did not answer: a secret that may hold a token that works has to be named. */
export function mayBeStored({ user, token, endsAt }: Lost, secret: OperatorSecret, cause: Error): ActionableError {
    return new ActionableError(
        'token_unconfirmed',
        `The access token ${token.name} of the user ${user} was rotated, and AWS's answer was lost, so it is not known whether the new token is stored.`,
        `Look into the secret ${secret.name}: if it has a value, the field token of it is the new token. If not, delete it and run rotate-token again before ${endsAt}; until then the old token works.`,
        {
            user,
            token: token.name,
            old_token_ends_at: endsAt,
            secret_name: secret.name,
            secret_arn: secret.arn
        },
        { cause }
    );
}
