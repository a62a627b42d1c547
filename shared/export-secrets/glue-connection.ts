/**
 * The Glue connection of a destination, for those who asked for one: made once its secret is stored, tested, removed
 * before the secret is scheduled for deletion. Only one that names this very secret is ours to test or to remove.
 */
import { AwsError, isAwsError } from '../aws/errors.js';
import {
    CreateConnectionCommand,
    DeleteConnectionCommand,
    GetConnectionCommand,
    TestConnectionCommand
} from '../vendor/aws.js';
import type { Connection, ConnectionInput } from '../vendor/aws.js';
import { isActiveFor } from './claim.js';
import type { Context } from './context.js';
import type { Candidate } from './destination-type.js';
import { saidByGlue } from './glue-said.js';
import { problem } from './problem.js';
import { readsSecret } from './glue-ties.js';
import type { Problem, Row } from './record.js';

type Owner = Pick<Row, 'id' | 'secret_name' | 'glue_connection'>;

/** What is wrong with it; null as well where none was asked for. Makes it where it is not there yet. */
export async function glueConnectionProblem(context: Context, row: Row, candidate: Candidate): Promise<Problem | null> {
    if (row.glue_connection === null || row.secret_arn === null) return null;
    const found = await find(context, row);
    if (found !== null && !isOurs(context, row, found)) {
        return problem(
            'export_secret_glue_connection',
            `The Glue connection "${row.glue_connection}" is no longer the one that was made for this destination. Delete it in Glue, and it is made anew.`
        );
    }
    if (found === null && !(await make(context, row, row.secret_arn, candidate))) return null;
    return await test(context, row.glue_connection, candidate.sensitive);
}

/** What somebody else put in its place stays. */
export async function removeGlueConnection(context: Context, owner: Owner): Promise<void> {
    if (owner.glue_connection === null) return;
    const found = await find(context, owner);
    if (found === null || !isOurs(context, owner, found)) return;
    try {
        await context.glue().send(new DeleteConnectionCommand({ ConnectionName: owner.glue_connection }));
    } catch (error) {
        if (!isAwsError(error, 'EntityNotFoundException')) throw error;
    }
}

async function find(context: Context, { glue_connection: name }: Owner): Promise<Connection | null> {
    try {
        const command = new GetConnectionCommand({ Name: name ?? '', HidePassword: true });
        return (await context.glue().send(command)).Connection ?? null;
    } catch (error) {
        if (isAwsError(error, 'EntityNotFoundException')) return null;
        throw error;
    }
}

function isOurs({ organizationId }: Context, owner: Owner, found: Connection): boolean {
    return readsSecret(found, { id: owner.id, organizationId, secretName: owner.secret_name, secretArn: null });
}

/** False when the destination was ended meanwhile: its end may have looked before this was there. */
async function make(context: Context, row: Row, secretArn: string, candidate: Candidate): Promise<boolean> {
    const form = candidate.glueConnection?.(row.format, { name: row.secret_name, arn: secretArn });
    if (form === undefined) return false;
    const named: ConnectionInput = {
        Name: row.glue_connection ?? '',
        Description: `Made for the ${row.type} export destination ${row.id}`,
        ConnectionType: undefined,
        ConnectionProperties: {}
    };
    // The SDK's lists of types and properties fall behind what Glue takes: they do not know Snowflake.
    const input = Object.assign(named, form);
    try {
        await context
            .glue()
            .send(new CreateConnectionCommand({ ConnectionInput: input, Tags: { export_secret_id: row.id } }));
    } catch (error) {
        // A run beside this one was first.
        if (!isAwsError(error, 'AlreadyExistsException')) throw error;
    }
    if (isActiveFor(await context.claim.read(), row.id)) return true;
    if (isActiveFor(await context.claim.readSurely(row.id), row.id)) return true;
    await removeGlueConnection(context, row);
    return false;
}

async function test(context: Context, name: string, sensitive: readonly string[]): Promise<Problem | null> {
    try {
        await context
            .glue({ maxAttempts: 1, requestTimeoutMs: TEST_TIMEOUT_MS })
            .send(new TestConnectionCommand({ ConnectionName: name }));
        return null;
    } catch (error) {
        if (!(error instanceof AwsError) || error.code === 'aws_access_denied') throw error;
        return problem(
            'export_secret_glue_connection',
            `The secret is stored, and Glue could not connect with it by the connection "${name}". ${saidByGlue(error, sensitive)} It is tested again with each hourly run.`
        );
    }
}

/** Glue answers only when it has connected or given up. */
const TEST_TIMEOUT_MS = 120_000;
