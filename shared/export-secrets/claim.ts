/**
 * One active destination per organisation and type, with Secrets Manager as the arbiter. The claim is a secret of a
 * fixed name; the version that AWSCURRENT stands on says who holds it. It is never deleted (its name would stay taken
 * for the recovery window): free is a version too. Taking it is CreateSecret, or moving AWSCURRENT off the version that
 * was seen, which AWS refuses when the label is no longer there. Versions are named by their content, so a repeated
 * write is no second version, and an old view can only win against the same state.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
import {
    CreateSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    RestoreSecretCommand,
    UpdateSecretVersionStageCommand
} from '../vendor/aws.js';
import type { SecretsManagerClient } from '../vendor/aws.js';
import { z } from 'zod';
import { isAwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import { versionOf } from './naming.js';

/** Which Nango a holder belongs to: one AWS account may serve several. */
const EnvironmentSchema = z.object({
    /** For people; two servers may give theirs the same. */
    name: z.string(),
    /** What tells them apart: the operator's AWS connection, as only one environment has it. */
    operator_connection: z.string()
});
export type Environment = z.infer<typeof EnvironmentSchema>;

/** Who holds the claim. Everything needed to bring a lost row back; nothing secret. */
const HolderSchema = z.object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    organization_id: z.string(),
    environment: EnvironmentSchema,
    integration_id: z.string(),
    connection_id: z.string(),
    secret_name: z.string(),
    created_at: z.string(),
    destination_metadata: z.record(z.string(), z.string()).default({}),
    options: z.record(z.string(), z.string())
});
export type Holder = z.infer<typeof HolderSchema>;

const ContentSchema = z.object({ holder: HolderSchema.nullable() });
const FREE = JSON.stringify({ holder: null });
const CURRENT = 'AWSCURRENT';
/** Where a version waits until AWSCURRENT moves to it; without a label AWS could delete it first. */
const CANDIDATE = 'EXPORT_SECRET_CANDIDATE';
/** Each lost round means that somebody else moved the claim; so many in a row do not happen by themselves. */
const MAX_ROUNDS = 12;

export type ClaimState =
    | { readonly state: 'missing' }
    | { readonly state: 'free'; readonly version: string }
    | { readonly state: 'held'; readonly version: string; readonly holder: Holder };

/** What may be done with a claim that another destination holds. */
export type Verdict =
    | { readonly active: true; readonly refusal: ActionableError }
    /** Its destination is gone for good; `cleanUp` must have ended before the claim moves on. */
    | { readonly active: false; readonly cleanUp: () => Promise<void> };

export interface Claim {
    read(): Promise<ClaimState>;
    /** Takes the claim and answers its version; throws the refusal while another is active. */
    take(holder: Holder, judge: (other: Holder) => Promise<Verdict>): Promise<string>;
    /** Gives the claim up if this destination holds it. */
    release(id: string): Promise<void>;
    /** The holder that a version was written for, also when it is no longer the current one. */
    holderOf(version: string): Promise<Holder | null>;
}

export function claimOf(client: SecretsManagerClient, name: string, kmsKeyId: string | undefined): Claim {
    const current = async (wasRestored: boolean): Promise<ClaimState> => {
        try {
            // By label, never by default: it is the label that is moved.
            const found = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage: CURRENT }));
            const content = ContentSchema.safeParse(parseJson(found.SecretString));
            if (!content.success || found.VersionId === undefined) throw damaged(name);
            const { holder } = content.data;
            return holder === null
                ? { state: 'free', version: found.VersionId }
                : { state: 'held', version: found.VersionId, holder };
        } catch (error) {
            if (isAwsError(error, 'ResourceNotFoundException')) return { state: 'missing' };
            if (wasRestored || !isAwsError(error, 'InvalidRequestException')) throw error;
            // Somebody scheduled the claim itself for deletion: what it says is still true.
            await client.send(new RestoreSecretCommand({ SecretId: name }));
            return await current(true);
        }
    };
    const read = async (): Promise<ClaimState> => await current(false);

    const create = async (content: string): Promise<boolean> => {
        try {
            await client.send(
                new CreateSecretCommand({
                    Name: name,
                    SecretString: content,
                    ClientRequestToken: versionOf(content),
                    Description:
                        'Says which export destination is active. Holds no credentials. Do not edit or delete.',
                    Tags: [{ Key: 'export_secret_claim', Value: 'true' }],
                    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
                })
            );
            return true;
        } catch (error) {
            if (isAwsError(error, 'ResourceExistsException')) return false;
            if (!isAwsError(error, 'InvalidRequestException')) throw error;
            await client.send(new RestoreSecretCommand({ SecretId: name }));
            return false;
        }
    };

    /** Compare and swap: false when the claim is no longer what was seen. */
    const swap = async (seen: string, content: string): Promise<boolean> => {
        const version = versionOf(content);
        if (version === seen) return true;
        await client.send(
            new PutSecretValueCommand({
                SecretId: name,
                SecretString: content,
                ClientRequestToken: version,
                VersionStages: [CANDIDATE]
            })
        );
        try {
            await client.send(
                new UpdateSecretVersionStageCommand({
                    SecretId: name,
                    VersionStage: CURRENT,
                    RemoveFromVersionId: seen,
                    MoveToVersionId: version
                })
            );
            return true;
        } catch (error) {
            if (isAwsError(error, 'InvalidParameterException') || isAwsError(error, 'InvalidRequestException')) {
                // The answer to a swap that went through may be lost and the SDK's retry refused: ask who won.
                const now = await read();
                return now.state !== 'missing' && now.version === version;
            }
            throw error;
        }
    };

    return {
        read,
        take: async (holder, judge) => {
            const content = JSON.stringify({ holder });
            const version = versionOf(content);
            for (let round = 0; round < MAX_ROUNDS; round++) {
                const now = await read();
                if (now.state === 'held' && now.holder.id === holder.id) return now.version;
                if (now.state === 'missing') {
                    if (await create(content)) return version;
                    continue;
                }
                if (now.state === 'held') {
                    const verdict = await judge(now.holder);
                    if (verdict.active) throw verdict.refusal;
                    await verdict.cleanUp();
                }
                if (await swap(now.version, content)) return version;
            }
            throw new ActionableError(
                'export_secret_busy',
                'Other destinations of this type are being created or disconnected at the same time.',
                'Try again in a minute.'
            );
        },
        release: async (id) => {
            for (let round = 0; round < MAX_ROUNDS; round++) {
                const now = await read();
                if (now.state !== 'held' || now.holder.id !== id) return;
                if (await swap(now.version, FREE)) return;
            }
        },
        holderOf: async (version) => {
            try {
                const found = await client.send(new GetSecretValueCommand({ SecretId: name, VersionId: version }));
                return ContentSchema.safeParse(parseJson(found.SecretString)).data?.holder ?? null;
            } catch (error) {
                if (isAwsError(error, 'ResourceNotFoundException')) return null;
                throw error;
            }
        }
    };
}

function parseJson(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? '');
    } catch {
        return null;
    }
}

function damaged(name: string): ActionableError {
    return new ActionableError(
        'export_secret_claim_damaged',
        `The secret "${name}", which says which destination is active, was changed by hand.`,
        'Put back its previous version (AWSPREVIOUS) in Secrets Manager.'
    );
}
