/**
 * rotate-token: Snowflake makes a new secret for a programmatic access token and shows it once, in the answer; it goes to
 * Secrets Manager, whose secret is made before, so that nothing of AWS's can be in the way then. The old secret of the
 * token goes on working for some hours: where the new one is lost on its way, the token is rotated again.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-rotate-programmatic-access-token
 */
import { z } from 'zod';
import { createOperatorSecret, discardOrTell } from '../key-rotation/operator-secret.js';
import type { OperatorSecret } from '../key-rotation/operator-secret.js';
import { knownUser, whoAmI } from '../snowflake/who-am-i.js';
import { ActionableError } from '../errors.js';
import { alterUser } from '../key-rotation/alter-user.js';
import { MOST_OLD_KEY_HOURS } from '../limits.js';
import { actionSpec } from '../nango/action-spec.js';
import type { NangoHandle } from '../nango/handle.js';
import { parseInput } from '../nango/report.js';
import type { Given } from '../nango/report.js';
import { anyText, filledText, nullable, orNull } from '../schema.js';
import type { SnowflakeClient, StatementResult } from '../snowflake/client.js';
import { isRefusedStatement } from '../snowflake/errors.js';
import { hoursLeft, inHours } from '../snowflake/expiry.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';
import { withoutDoubt } from '../snowflake/outcomes.js';
import { decodeRow } from '../snowflake/values.js';
import {
    endsTooSoon,
    lost,
    mayBeStored,
    notActive,
    notFound,
    ofTheOwnSession,
    orOfTheOwnSession,
    rotatedAlready,
    unconfirmed
} from './rotation-errors.js';
import { shownTokens } from './shown.js';
import type { ShownToken } from './shown.js';

const USUAL_HOURS = 168;

export const rotateTokenSpec = actionSpec(
    'Rotates a programmatic access token of a Snowflake user: the new token is stored in AWS Secrets Manager, and the old one goes on working for some hours. Runs on a connection that does not itself sign in with a token of that user. For the operator, not for questions about data.',
    z.strictObject({
        token: filledText.describe('Its name, as SHOW USER PROGRAMMATIC ACCESS TOKENS writes it.'),
        user: orNull(filledText, 'Whose token; as SHOW USERS writes the name. Default: the own user.'),
        old_token_hours: orNull(
            z.int().min(1).max(MOST_OLD_KEY_HOURS),
            `How long the old token goes on working, at most until it would have ended. Default: ${USUAL_HOURS}.`
        )
    }),
    z.object({
        user: anyText,
        token: anyText,
        rotated_token: nullable(anyText, 'The name by which Snowflake lists the old token until it ends.'),
        old_token_ends_at: z.string().describe('When the old token ends.'),
        expires_at: nullable(anyText, 'When the new token ends, where Snowflake shows it.'),
        secret_arn: z.string().describe('Where the new token is.'),
        secret_name: anyText,
        next_step: z.string().describe('What to do next.')
    })
);
type Input = Given<z.infer<typeof rotateTokenSpec.input>>;
type Output = z.infer<typeof rotateTokenSpec.output>;

/** Nango's type of the credentials of a connection by access token. */
const ByTokenSchema = z.object({ type: z.literal('API_KEY') });

interface Whose {
    readonly user: string;
    readonly isOwn: boolean;
    readonly account: string | null;
}

export async function rotateToken(nango: NangoHandle, client: SnowflakeClient, given: unknown): Promise<Output> {
    const input = parseInput(rotateTokenSpec.input, given);
    const isByToken = ByTokenSchema.safeParse((await nango.getConnection()).credentials).success;
    if (isByToken && input.user === undefined) throw ofTheOwnSession();
    const whose = await whoseToken(client, input);
    if (isByToken && whose.isOwn) throw ofTheOwnSession();
    const { user, account } = whose;
    const before = (await tokensOf(client, whose)) ?? [];
    const token = usable(before, input.token, user);
    const nowMs = Date.now();
    const hours = Math.min(input.old_token_hours ?? USUAL_HOURS, hoursLeft(token.expiresAt, nowMs));
    if (hours < 1) throw endsTooSoon(user, token);
    const endsAt = inHours(hours, nowMs);
    const secret = await createOperatorSecret(nango, {
        folder: 'access-tokens',
        user,
        description: `Programmatic access token ${token.name} of the Snowflake user ${user}`,
        tags: { snowflake_token: token.name }
    });
    const made = await rotated(nango, client, whose, token, { before, hours, secret, endsAt });
    try {
        await secret.put({
            type: 'snowflake_access_token',
            account,
            username: user,
            token_name: token.name,
            token: made.secret
        });
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        if (error.code === 'aws_unavailable') throw mayBeStored({ user, token, endsAt }, secret, error);
        // With the recovery window: of several attempts an earlier one may have arrived.
        await discard(nango, secret, false);
        throw lost(`AWS did not take it: ${error.message}`, error.remedy, { user, token, endsAt }, error);
    }
    return {
        user,
        token: token.name,
        rotated_token: made.oldName,
        old_token_ends_at: endsAt,
        expires_at: await newEnd(client, whose, token),
        secret_arn: secret.arn,
        secret_name: secret.name,
        next_step: `Reconnect what uses this token with the one in this secret (field token), before ${endsAt}. Export destinations that store the token keep the old one until they are given the new.`
    };
}

async function whoseToken(client: SnowflakeClient, input: Input): Promise<Whose> {
    const { user: own, account } = await whoAmI(client);
    const user = knownUser(input.user ?? own, 'Name the user whose token it is.');
    return { user, isOwn: user === own, account };
}

async function tokensOf(client: SnowflakeClient, { user, isOwn }: Whose): Promise<readonly ShownToken[] | null> {
    return await shownTokens(client, isOwn ? undefined : user);
}

function usable(shown: readonly ShownToken[], name: string, user: string): ShownToken {
    const token = shown.find((each) => each.name === name);
    if (token === undefined) throw notFound(shown, name, user);
    if (token.rotatedTo !== null) throw rotatedAlready(name, token.rotatedTo);
    if (!token.isActive) throw notActive(name, user);
    return token;
}

interface Under {
    readonly before: readonly ShownToken[];
    readonly hours: number;
    readonly secret: OperatorSecret;
    readonly endsAt: string;
}

async function rotated(
    nango: NangoHandle,
    client: SnowflakeClient,
    whose: Whose,
    token: ShownToken,
    { before, hours, secret, endsAt }: Under
): Promise<{ secret: string; oldName: string | null }> {
    const clause = `ROTATE PROGRAMMATIC ACCESS TOKEN ${quoteIdentifier(token.name)} EXPIRE_ROTATED_TOKEN_AFTER_HOURS = ${hours}`;
    const { user } = whose;
    try {
        const answer = await answerOf(await alterUser(client, user, clause, 'access tokens'));
        if (answer.secret !== null) return { ...answer, secret: answer.secret };
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        await discard(nango, secret);
        if (isRefusedStatement(error)) throw whose.isOwn ? orOfTheOwnSession(error) : error;
        // The answer may be lost of a statement that ran: what the user has now decides.
        const after = await tokensOf(client, whose).catch((trouble: unknown) => {
            if (!(trouble instanceof ActionableError)) throw trouble;
            return null;
        });
        if (after === null) throw unconfirmed({ user, token, endsAt }, error);
        const isNew = ({ name, rotatedTo }: ShownToken): boolean =>
            rotatedTo === token.name && before.every((each) => each.name !== name);
        if (after.some(isNew)) throw lost('Its answer was lost.', TRY_AGAIN, { user, token, endsAt }, error);
        throw withoutDoubt(error);
    }
    await discard(nango, secret);
    throw lost('Its answer had no token in it.', 'Report this.', { user, token, endsAt });
}

const TRY_AGAIN = 'Wait until Snowflake answers well.';

async function answerOf(result: StatementResult): Promise<{ secret: string | null; oldName: string | null }> {
    const [row] = await result.partition(0);
    const AnswerSchema = z.object({ token_secret: z.string().min(1), rotated_token_name: anyText.nullish() });
    const answer = AnswerSchema.safeParse(row ? decodeRow(row, result.columns) : {});
    if (!answer.success) return { secret: null, oldName: null };
    return { secret: answer.data.token_secret, oldName: answer.data.rotated_token_name ?? null };
}

/** For information: nothing fails for it. */
async function newEnd(client: SnowflakeClient, whose: Whose, { name }: ShownToken): Promise<string | null> {
    try {
        return (await tokensOf(client, whose))?.find((each) => each.name === name)?.expiresAt ?? null;
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        return null;
    }
}

/** It holds nothing, as far as is known. */
async function discard(nango: NangoHandle, secret: OperatorSecret, isCertain = true): Promise<void> {
    await discardOrTell(nango, secret, { isCertain, holds: 'nothing' });
}
