/**
 * Destinations that could not be ended with their connection: a job ran with them, or AWS refused. Nothing of Nango's is
 * left to remember them by, so one secret of the environment's prefix lists them, and the hourly run of any other
 * connection goes on with them. Holds no credentials.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import type { SecretsManagerClient } from '../vendor/aws.js';
import { damaged } from './claim-content.js';
import { untilWon } from './rounds.js';
import { versionedSecret } from './versioned-secret.js';

const LeftoverSchema = z.object({
    id: anyText,
    type: anyText,
    organization_id: anyText,
    secret_name: anyText,
    secret_arn: anyText.nullable(),
    glue_connection: anyText.nullable().default(null),
    /** The operator's connection that tells this environment from others. */
    operator_connection: anyText
});
export type Leftover = z.infer<typeof LeftoverSchema>;

const ContentSchema = z.object({ leftovers: z.array(LeftoverSchema) });
const ABOUT = {
    description: 'Lists export secrets that are still to be deleted. Holds no credentials. Do not edit or delete.',
    tag: 'export_secret_leftovers'
};

export interface Leftovers {
    list(): Promise<readonly Leftover[]>;
    add(leftover: Leftover): Promise<void>;
    remove(id: string): Promise<void>;
    /** Makes the list where there is none yet. */
    prepare(): Promise<void>;
}

export function leftoversOf(client: SecretsManagerClient, name: string, kmsKeyId: string | undefined): Leftovers {
    const secret = versionedSecret(client, name, kmsKeyId, ABOUT);
    const parse = (text: string | undefined): readonly Leftover[] => {
        try {
            return ContentSchema.parse(JSON.parse(text ?? '')).leftovers;
        } catch {
            throw damaged(name);
        }
    };
    const change = async (next: (now: readonly Leftover[]) => readonly Leftover[]): Promise<void> => {
        await untilWon(async () => {
            const found = await secret.read();
            const leftovers = next(found === null ? [] : parse(found.text));
            const text = JSON.stringify({ leftovers });
            return found === null ? await secret.create(text) : await secret.swap(found.version, text);
        });
    };
    return {
        list: async () => {
            const found = await secret.read();
            return found === null ? [] : parse(found.text);
        },
        add: async (leftover) => await change((now) => [...now.filter(({ id }) => id !== leftover.id), leftover]),
        remove: async (id) => await change((now) => now.filter((other) => other.id !== id)),
        prepare: async () => {
            await secret.create(JSON.stringify({ leftovers: [] }));
        }
    };
}
