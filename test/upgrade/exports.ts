/**
 * Export destinations as a version leaves them, one archived and one active: rows and records in Nango, claims and secrets
 * on AWS. The credentials are not kept: where they stand in a secret there is a placeholder, filled in anew each time.
 */
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import type { Connection } from 'nango-stand-in';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { z } from 'zod';

import { CONNECTION, KEY_PAIR, PASSWORD } from '../../local/world.js';
import { markOf } from '../../shared/export-secrets/mark.js';
import { startUpgradeWorld } from './world.js';
import type { UpgradeWorld } from './world.js';

export const EXPORTING = [KEY_PAIR, PASSWORD] as const;
const MODEL = 'ExportSecret';
const CURRENT = 'AWSCURRENT';

const RowSchema = z.looseObject({ secret_mark: z.string().nullable(), secret_name: z.string() });
/** What is looked at here of what the functions answer, whichever version they are of. */
export const DestinationSchema = z.looseObject({ id: z.string(), name: z.string(), status: z.string() });

export const ExportsSchema = z.object({
    rows: z.record(z.string(), RowSchema),
    records: z.array(DestinationSchema),
    secrets: z.array(
        z.object({
            name: z.string(),
            arn: z.string(),
            tags: z.record(z.string(), z.string()),
            isDeleted: z.boolean(),
            /** The current one last. */
            versions: z.array(z.object({ id: z.string(), text: z.string() }))
        })
    )
});
export type Exports = z.infer<typeof ExportsSchema>;

export interface ExportsWorld extends UpgradeWorld {
    readonly aws: EmbeddedAws;
    readonly secretsManager: SecretsManagerClient;
}

export async function startExportsWorld(folder?: string): Promise<ExportsWorld> {
    const clock: { now(): number } = { now: Date.now };
    const aws = await startAws({ now: () => clock.now() });
    const world = await startUpgradeWorld(folder, {
        hosts: { '*.amazonaws.com': aws.url },
        place: { warehouse: 'NANGO_WH', database: 'SHOP' }
    });
    clock.now = () => world.clock.now();
    // Once it has moved, functions live by it too.
    world.clock.advance(HOUR_MS);
    const credentials = aws.identities.createUser('operator');
    world.nango.addIntegration('aws', 'aws-multi-service');
    world.nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: credentials.accessKeyId, password: credentials.secretAccessKey },
        connectionConfig: { region: aws.region, service: 'secretsmanager' }
    });
    for (const integration of EXPORTING) {
        exportingConnection(world, integration).tags = { organization_id: organizationOf(integration) };
    }
    return {
        ...world,
        aws,
        secretsManager: new SecretsManagerClient({ region: aws.region, endpoint: aws.url, credentials }),
        close: async () => {
            await world.close();
            await aws.close();
        }
    };
}

export function exportingConnection({ nango }: UpgradeWorld, integration: string): Connection {
    return nango.connections.get(integration, CONNECTION);
}

/** Makes two destinations, ends the first one, and answers what that leaves. */
export async function makeExports(world: ExportsWorld, integration: string): Promise<Exports> {
    const { nango, aws, clock } = world;
    exportingConnection(world, integration).metadata = {};
    const act = async (action: string, input: object): Promise<z.infer<typeof DestinationSchema>> => {
        const { output, error } = await nango.runAction(integration, action, CONNECTION, input);
        if (error !== null) throw new Error(`${integration}/${action}: ${JSON.stringify(error)}`);
        await nango.idle();
        return DestinationSchema.parse(output);
    };
    const { id } = await act('create-export-secret', { name: 'first' });
    await act('disconnect-export-secret', { id });
    clock.advance(HOUR_MS);
    await act('create-export-secret', { name: 'second' });
    await nango.runSync(integration, 'export-secrets', CONNECTION);
    const secrets = aws.secrets().all(world.clock.now());
    return ExportsSchema.parse({
        rows: exportingConnection(world, integration).metadata,
        records: nango
            .records(integration, CONNECTION, MODEL)
            .map(({ _nango_metadata: _metadata, ...record }) => record),
        secrets: secrets
            .filter(({ name }) => name.includes(organizationOf(integration)))
            .map(({ name, arn, tags, deletedMs, versions }) => ({
                name,
                arn,
                tags: Object.fromEntries(tags),
                isDeleted: deletedMs !== null,
                versions: [...versions.values()]
                    .filter(({ stages }) => stages.size > 0)
                    .toSorted((one, other) => Number(one.stages.has(CURRENT)) - Number(other.stages.has(CURRENT)))
                    .map(({ id: version, value }) => ({
                        id: version,
                        text: withoutCredentials(world, value.SecretString ?? '')
                    }))
            }))
    });
}

/**
 * Puts there what a version has left, with the credentials of this world and the ARNs and marks that follow, and answers
 * the records as they are then.
 */
export async function leaveExports(
    world: ExportsWorld,
    integration: string,
    left: Exports
): Promise<Exports['records']> {
    const { nango, secretsManager } = world;
    /** What is another here than there, in all that is put there after it. */
    const renamed: [string, string][] = [];
    const marks = new Map(Object.values(left.rows).map((row) => [row.secret_name, row.secret_mark]));
    const [claims, secrets] = partition(left.secrets, ({ name }) => name.includes('/claims/'));
    // The claims name the others.
    for (const { name, arn, tags, isDeleted, versions } of [...secrets, ...claims]) {
        const [first, ...later] = versions.map(({ id, text }) => ({
            SecretString: replaced(withCredentials(world, text), renamed),
            ClientRequestToken: id
        }));
        const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
        const created = await secretsManager.send(new CreateSecretCommand({ Name: name, Tags, ...first }));
        for (const version of later)
            await secretsManager.send(new PutSecretValueCommand({ SecretId: name, ...version }));
        if (isDeleted) await secretsManager.send(new DeleteSecretCommand({ SecretId: name }));
        renamed.push([arn, created.ARN ?? '']);
        const mark = marks.get(name);
        if (mark != null) renamed.push([mark, await markOf([first, ...later].at(-1)?.SecretString ?? '')]);
    }
    const { rows, records } = ExportsSchema.parse(JSON.parse(replaced(JSON.stringify(left), renamed)));
    const connection = exportingConnection(world, integration);
    connection.metadata = rows;
    nango.recordStore.save(connection.id, MODEL, records);
    return records;
}

function partition<Each>(all: readonly Each[], isFirst: (each: Each) => boolean): [Each[], Each[]] {
    return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

function organizationOf(integration: string): string {
    return `org-${integration}`;
}

/** As they stand in a secret, which is JSON. */
function placeholders({ typed }: UpgradeWorld): [string, string][] {
    return [
        ['{{password}}', inJson(typed.password)],
        ['{{private_key}}', inJson(typed.privateKey)]
    ];
}

function inJson(text: string): string {
    return JSON.stringify(text).slice(1, -1);
}

function withCredentials(world: UpgradeWorld, text: string): string {
    return replaced(text, placeholders(world));
}

function withoutCredentials(world: UpgradeWorld, text: string): string {
    return replaced(
        text,
        placeholders(world).map(([placeholder, value]) => [value, placeholder])
    );
}

function replaced(text: string, pairs: readonly (readonly [string, string])[]): string {
    return pairs.reduce((all, [from, to]) => all.replaceAll(from, () => to), text);
}
