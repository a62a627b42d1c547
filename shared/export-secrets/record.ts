/**
 * What is kept of a destination outside Secrets Manager, and what the app sees of it. Nothing here may ever hold a
 * user name, a password or a key: Nango stores metadata, records, inputs and outputs in plain text.
 */
import { z } from 'zod';
import { pick } from '../names.js';
import { anyBoolean, anyNumber, anyText, nullable } from '../schema.js';
import type { NameIn } from '../names.js';
import { IntegrationStatusSchema, StatusSchema } from './lifecycle.js';

const ProblemSchema = z.object({
    code: anyText.describe('Stable code, see docs/export-secrets.md'),
    message: anyText.describe('What happened and what to do'),
    concerns: z
        .enum(['customer', 'operator'])
        .default('customer')
        .describe('Who can mend it: the customer, or whoever runs Nango and the AWS account')
});
export type Problem = z.infer<typeof ProblemSchema>;

/** One destination, as the actions return it and the sync `export-secrets` saves it. */
export const ExportSecretSchema = z
    .object({
        id: anyText.describe('The secret id, a UUID'),
        name: anyText.describe('Display name'),
        type: anyText.describe('What it is a destination of, e.g. snowflake'),
        status: StatusSchema,
        integration_status: IntegrationStatusSchema,
        organization_id: anyText,
        integration_id: anyText.describe('Integration of the connection that holds the credentials'),
        connection_id: anyText.describe('Connection that holds the credentials'),
        destination_metadata: z
            .record(anyText, anyText)
            .describe('Non-secret facts, e.g. account, warehouse, database'),
        format: anyText.default('page').describe('In which form the secret is stored, by who reads it'),
        secret_name: anyText.describe('Name in AWS Secrets Manager'),
        secret_arn: nullable(anyText, 'Set once the credentials are stored'),
        glue_connection: z
            .string()
            .nullable()
            .default(null)
            .describe('Name of the Glue connection that is made for it; null where none was asked for'),
        error: nullable(ProblemSchema, 'Why it failed, or what is wrong with it now'),
        deletion_date: nullable(
            anyText,
            'When AWS deletes the secret for good (ISO 8601, UTC); null also where AWS did not tell'
        ),
        created_at: anyText,
        updated_at: anyText.describe('When it last changed')
    })
    .describe('An export destination whose credentials live in AWS Secrets Manager');
export type ExportSecret = z.infer<typeof ExportSecretSchema>;

/** The row in the connection's metadata: the record and the bookkeeping that lets a killed run be picked up. */
export const RowSchema = ExportSecretSchema.omit({ integration_id: true, connection_id: true }).extend({
    /** Work that the status already stands for and AWS may not have seen yet; null when both agree. */
    unfinished: z.enum(['archive', 'restore', 'fail']).nullable().default(null),
    /** The version that was stored; another current one means that somebody changed the secret. */
    secret_version: anyText.nullable().default(null),
    /** Which credentials were stored, see mark.ts; null where that is not known. */
    secret_mark: anyText.nullable().default(null),
    /** The claim's version for this destination; it alone remembers options that may not stand here. */
    claim_version: anyText.nullable().default(null),
    /** Runs that began to provision it and did not end; a destination never stays in Testing for ever. */
    attempts: anyNumber.int().default(0),
    /** Since when something else than its credentials has been in the way of provisioning it. */
    unavailable_since: anyText.nullable().default(null),
    /** How often it was put off, and until when a look at it starts no run. */
    postponed: anyNumber.int().default(0),
    retry_at: anyText.nullable().default(null),
    /** What stands in the way of its end, e.g. that AWS refuses to delete the secret. */
    ending_problem: ProblemSchema.nullable().default(null),
    /** An ended destination is looked after until its secret is no more. */
    secret_gone: anyBoolean.default(false)
});
export type Row = z.infer<typeof RowSchema>;

/** Field by field, in one order: Nango compares records by the hash of their JSON. */
export function toRecord(row: Row, integrationId: string, connectionId: string): ExportSecret {
    return {
        ...pick(row, 'id, name, type, status, integration_status, organization_id'),
        integration_id: integrationId,
        connection_id: connectionId,
        ...pick(row, 'destination_metadata, format, secret_name, secret_arn, glue_connection'),
        error: shownProblem(row),
        ...pick(row, 'deletion_date, created_at, updated_at')
    };
}

/** Why it failed stays said when its end has a problem as well. */
function shownProblem({ error, ending_problem: ending }: Row): Problem | null {
    if (error === null || ending === null) return error ?? ending;
    return { ...error, message: `${error.message} ${ending.message}` };
}

/** Of one that has not been put off, or not since it came through. */
export const NOTHING_IN_THE_WAY = { attempts: 0, unavailable_since: null, postponed: 0, retry_at: null } as const;

/** A destination as it begins. */
export function newRow(
    start: Pick<
        Row,
        NameIn<
            'id, name, type, organization_id, destination_metadata, format, secret_name, created_at' | 'glue_connection'
        >
    >,
    claimVersion: string
): Row {
    return {
        id: start.id,
        name: start.name,
        type: start.type,
        status: 'Pending',
        integration_status: 'Pending',
        organization_id: start.organization_id,
        destination_metadata: start.destination_metadata,
        format: start.format,
        secret_name: start.secret_name,
        secret_arn: null,
        glue_connection: start.glue_connection,
        error: null,
        deletion_date: null,
        created_at: start.created_at,
        updated_at: start.created_at,
        unfinished: null,
        secret_version: null,
        secret_mark: null,
        claim_version: claimVersion,
        ...NOTHING_IN_THE_WAY,
        ending_problem: null,
        secret_gone: false
    };
}
