/**
 * Judges a call by IAM policy documents: an explicit Deny wins, else one Allow is needed. An element or operator that is
 * not modelled is refused when the policy is read, so that no statement is silently ignored.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { z } from 'zod';

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const conditionValues = z.record(z.string(), oneOrMore);

const StatementSchema = z
    .strictObject({
        Sid: z.string().optional(),
        Effect: z.enum(['Allow', 'Deny']),
        Action: oneOrMore.optional(),
        NotAction: oneOrMore.optional(),
        Resource: oneOrMore.optional(),
        NotResource: oneOrMore.optional(),
        Condition: z
            .strictObject({
                StringEquals: conditionValues.optional(),
                StringNotEquals: conditionValues.optional(),
                StringLike: conditionValues.optional(),
                StringNotLike: conditionValues.optional(),
                'ForAllValues:StringEquals': conditionValues.optional(),
                'ForAllValues:StringLike': conditionValues.optional(),
                'ForAnyValue:StringEquals': conditionValues.optional(),
                Null: conditionValues.optional()
            })
            .optional()
    })
    .refine((statement) => (statement.Action === undefined) !== (statement.NotAction === undefined), {
        message: 'a statement has either Action or NotAction'
    })
    .refine((statement) => (statement.Resource === undefined) !== (statement.NotResource === undefined), {
        message: 'a statement has either Resource or NotResource'
    });

const PolicySchema = z.strictObject({
    Version: z.literal('2012-10-17'),
    Id: z.string().optional(),
    Statement: z.union([z.array(StatementSchema), StatementSchema.transform((statement) => [statement])])
});

type Statement = z.infer<typeof StatementSchema>;
export type Policy = z.infer<typeof PolicySchema>;

/** Condition keys of one call: `aws:ResourceTag/owner`, `secretsmanager:Name`, `aws:TagKeys`, ... */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

export interface Question {
    /** `secretsmanager:CreateSecret` */
    readonly action: string;
    readonly resource: string;
    readonly context: RequestContext;
}

/** Takes a document as an object or as JSON text; throws on what it cannot judge. */
export function parsePolicy(document: unknown): Policy {
    return PolicySchema.parse(typeof document === 'string' ? JSON.parse(document) : document);
}

function like(pattern: string, text: string, ignoreCase = false): boolean {
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
    return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text);
}

const equal = (wanted: string, found: string): boolean => wanted === found;

function conditionHolds(statement: Statement, context: RequestContext): boolean {
    const lowered = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
    const each = (
        block: Readonly<Record<string, readonly string[]>> | undefined,
        holds: (wanted: readonly string[], found: readonly string[] | undefined) => boolean
    ): boolean => Object.entries(block ?? {}).every(([key, wanted]) => holds(wanted, lowered.get(key.toLowerCase())));
    const anyOf = (match: typeof equal) => (wanted: readonly string[], found: readonly string[] | undefined) =>
        (found ?? []).some((value) => wanted.some((pattern) => match(pattern, value)));
    const noneOf = (match: typeof equal) => (wanted: readonly string[], found: readonly string[] | undefined) =>
        !anyOf(match)(wanted, found);
    const allOf = (match: typeof equal) => (wanted: readonly string[], found: readonly string[] | undefined) =>
        (found ?? []).every((value) => wanted.some((pattern) => match(pattern, value)));

    const condition = statement.Condition ?? {};
    return (
        each(condition.StringEquals, anyOf(equal)) &&
        each(condition.StringNotEquals, noneOf(equal)) &&
        each(condition.StringLike, anyOf(like)) &&
        each(condition.StringNotLike, noneOf(like)) &&
        each(condition['ForAllValues:StringEquals'], allOf(equal)) &&
        each(condition['ForAllValues:StringLike'], allOf(like)) &&
        each(condition['ForAnyValue:StringEquals'], anyOf(equal)) &&
        each(condition.Null, (wanted, found) => wanted.includes(String(found === undefined)))
    );
}

function applies(statement: Statement, question: Question): boolean {
    const action =
        statement.Action?.some((pattern) => like(pattern, question.action, true)) ??
        !statement.NotAction?.some((pattern) => like(pattern, question.action, true));
    const resource =
        statement.Resource?.some((pattern) => like(pattern, question.resource)) ??
        !statement.NotResource?.some((pattern) => like(pattern, question.resource));
    return action && resource && conditionHolds(statement, question.context);
}

export type Verdict = 'allowed' | 'implicit-deny' | 'explicit-deny';

export function judge(policies: readonly Policy[], question: Question): Verdict {
    const effects = new Set(
        policies
            .flatMap((policy) => policy.Statement)
            .filter((statement) => applies(statement, question))
            .map((statement) => statement.Effect)
    );
    if (effects.has('Deny')) return 'explicit-deny';
    return effects.has('Allow') ? 'allowed' : 'implicit-deny';
}
