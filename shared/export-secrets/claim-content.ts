/** What a claim says: who holds it, at which step of its life, and the destinations that held it before. Nothing secret. */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { ActionableError } from '../errors.js';
import { RowSchema } from './record.js';

/** Which Nango a holder belongs to: one AWS account may serve several. */
const EnvironmentSchema = z.object({
    /** For people; two servers may give theirs the same. */
    name: anyText,
    /** What tells them apart: the operator's AWS connection, as only one environment has it. */
    operator_connection: anyText
});
export type Environment = z.infer<typeof EnvironmentSchema>;

/** A destination whose place was taken and whose secret may still be live. */
const PredecessorSchema = z.object({
    id: anyText,
    organization_id: anyText,
    secret_name: anyText,
    glue_connection: anyText.nullable().default(null)
});
export type Predecessor = z.infer<typeof PredecessorSchema>;

/** What is known of the secret once it is stored; a row that was lost comes back with it. */
const StoredSchema = z.object({
    arn: anyText,
    version: anyText.nullable(),
    mark: anyText.nullable(),
    destination_metadata: z.record(anyText, anyText)
});

const HolderSchema = z.object({
    id: anyText,
    name: anyText,
    type: anyText,
    organization_id: anyText,
    environment: EnvironmentSchema,
    integration_id: anyText,
    connection_id: anyText,
    secret_name: anyText,
    created_at: anyText,
    destination_metadata: z.record(anyText, anyText).default({}),
    options: z.record(anyText, anyText),
    format: anyText.default('page'),
    glue_connection: anyText.nullable().default(null),
    /** `ending` and `restoring` say that somebody is at it, and how it is meant to come out. */
    phase: z.enum(['active', 'ending', 'restoring']).default('active'),
    /** Different for each step that somebody takes: a version stands for one owner of one step. */
    turn: anyText.default(''),
    stored: StoredSchema.nullable().default(null),
    /** Must be on their way out before this one's secret is stored. */
    predecessors: z.array(PredecessorSchema).default([])
});
export type Holder = z.infer<typeof HolderSchema>;

/** The row of an ended destination, kept where a reconnect of its connection does not reach. */
const PastSchema = RowSchema.extend({ integration_id: anyText, connection_id: anyText });
export type Past = z.infer<typeof PastSchema>;

const ContentSchema = z.object({
    holder: HolderSchema.nullable(),
    past: z.array(z.unknown()).default([])
});
/** Far below the 64 KB of a secret's value. */
const MOST_PAST = 20;

export interface ClaimContent {
    readonly holder: Holder | null;
    /** The newest last. */
    readonly past: readonly Past[];
}

/** Null for what is no claim's content. */
export function readContent(text: string | undefined): ClaimContent | null {
    const content = ContentSchema.safeParse(parseJson(text));
    if (!content.success) return null;
    // Rows that another release wrote differently are left out; the claim itself stays readable.
    return {
        holder: content.data.holder,
        past: content.data.past.flatMap((row) => PastSchema.safeParse(row).data ?? [])
    };
}

export function writeContent({ holder, past }: ClaimContent): string {
    return JSON.stringify({ holder, ...(past.length > 0 && { past: past.slice(-MOST_PAST) }) });
}

/** The same list with this row in the place of its former state. */
export function withPast(past: readonly Past[], row: Past): readonly Past[] {
    return [...past.filter(({ id }) => id !== row.id), row];
}

export function damaged(name: string): ActionableError {
    return new ActionableError(
        'export_secret_claim_damaged',
        `The secret "${name}", which says which destination is active, was changed by hand.`,
        'Put back its previous version (AWSPREVIOUS) in Secrets Manager.'
    );
}

function parseJson(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? '');
    } catch {
        return null;
    }
}
