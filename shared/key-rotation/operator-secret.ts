/** A secret in the operator's own AWS account for what a person puts into a connection: one for each new key or token. */
import { randomUUID } from 'crypto';
import { ActionableError } from '../errors.js';
import { tagValue } from '../export-secrets/naming.js';
import { readSettings } from '../export-secrets/settings.js';
import type { NangoHandle } from '../nango/handle.js';
import { CreateSecretCommand, DeleteSecretCommand, PutSecretValueCommand } from '../vendor/aws.js';
import { operatorAccess } from '../aws/operator-connection.js';
import { secretsManagerClient } from '../aws/clients.js';

const LONGEST_PART_CHARS = 100;

export interface NewSecret {
    /** Below the prefix of the settings. */
    readonly folder: 'key-pairs' | 'access-tokens';
    readonly user: string;
    readonly description: string;
    readonly tags: Readonly<Record<string, string>>;
    /** Left out: the secret is made without a value, and gets it later. */
    readonly value?: Readonly<Record<string, string | null>>;
}

export interface OperatorSecret {
    readonly arn: string;
    readonly name: string;
    put(value: Readonly<Record<string, string | null>>): Promise<void>;
    /** At once for one that certainly holds nothing of use; otherwise with the standard recovery window. */
    discard(isCertain: boolean): Promise<void>;
}

export async function createOperatorSecret(
    nango: NangoHandle,
    { folder, user, description, tags, value }: NewSecret
): Promise<OperatorSecret> {
    const settings = await readSettings(nango);
    const client = secretsManagerClient(nango, await operatorAccess(nango, settings.aws));
    const name = `${settings.prefix}/${folder}/${nameable(nango.connectionId)}/${nameable(user)}_${randomUUID()}`;
    const named = {
        nango_integration: nango.providerConfigKey,
        nango_connection: nango.connectionId,
        snowflake_user: user,
        ...tags
    };
    const created = await client.send(
        new CreateSecretCommand({
            Name: name,
            ClientRequestToken: randomUUID(),
            ...(value !== undefined && { SecretString: JSON.stringify(value) }),
            Description: description,
            Tags: Object.entries(named).map(([Key, text]) => ({ Key, Value: tagValue(text) })),
            ...(settings.kmsKeyId !== undefined && { KmsKeyId: settings.kmsKeyId })
        })
    );
    return {
        arn: created.ARN ?? '',
        name,
        put: async (later) => {
            const SecretString = JSON.stringify(later);
            const ClientRequestToken = randomUUID();
            await client.send(new PutSecretValueCommand({ SecretId: name, SecretString, ClientRequestToken }));
        },
        discard: async (isCertain) => {
            const command = { SecretId: name, ...(isCertain && { ForceDeleteWithoutRecovery: true }) };
            await client.send(new DeleteSecretCommand(command));
        }
    };
}

/** What was to be told is worth more than that this fails: the log says what is left. `holds`: what is in it, for a person. */
export async function discardOrTell(
    nango: Pick<NangoHandle, 'log'>,
    secret: OperatorSecret,
    { isCertain, holds }: { readonly isCertain: boolean; readonly holds: string }
): Promise<void> {
    try {
        await secret.discard(isCertain);
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        await nango.log(`The secret ${secret.name} holds ${holds}; delete it. ${error.advice}`, { level: 'warn' });
    }
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html: letters, digits, /_+=.@- */
function nameable(text: string): string {
    return text.replace(/[^A-Za-z0-9_+=.@-]/gu, '-').slice(0, LONGEST_PART_CHARS);
}
