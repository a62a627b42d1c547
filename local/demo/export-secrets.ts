/** The life of an export secret on the embedded AWS: created, validated, refused a twin, disconnected, restored. */
import { z } from 'zod';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { CONNECTION } from '../world.js';
import type { World } from '../world.js';

const DestinationSchema = z.looseObject({ id: z.string(), status: z.string(), integration_status: z.string() });
type Destination = z.infer<typeof DestinationSchema>;

/** The operator's own AWS account, as a Nango connection. */
export function connectOperator(world: World, aws: EmbeddedAws): void {
    const { accessKeyId, secretAccessKey } = aws.identities.createUser('operator');
    world.nango.addIntegration('aws', 'aws-multi-service');
    world.nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: accessKeyId, password: secretAccessKey },
        connectionConfig: { region: aws.region, service: 'secretsmanager' }
    });
}

/** Says each step as it happens. */
export async function showLifecycle(world: World, integration: string, say: (line: string) => void): Promise<void> {
    const act = async (action: string, input: object): Promise<ExecutionResult> =>
        await world.nango.runAction(integration, action, CONNECTION, input);
    const destination = async (action: string, input: object): Promise<Destination> => {
        const result = await act(action, input);
        if (result.status !== 'success') throw new Error(JSON.stringify(result.error));
        return DestinationSchema.parse(result.output);
    };

    const created = await destination('create-export-secret', { name: 'warehouse' });
    say(`create-export-secret      ${stateOf(created)}`);
    await world.nango.idle();
    say(`sync export-secrets       ${stateOf(await destination('get-export-secret', { id: created.id }))}`);
    const twin = await act('create-export-secret', { name: 'another' });
    say(`a second destination      refused: ${String(twin.error?.payload['code'])}`);
    say(`disconnect-export-secret  ${stateOf(await destination('disconnect-export-secret', { id: created.id }))}`);
    say(`restore-export-secret     ${stateOf(await destination('restore-export-secret', { id: created.id }))}`);
    await destination('disconnect-export-secret', { id: created.id });
}

function stateOf({ status, integration_status }: Destination): string {
    return `${status}, integration ${integration_status}`;
}
