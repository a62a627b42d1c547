/**
 * What an operation knows of the request it serves. Operations are synchronous on purpose: between reading and writing
 * state nothing else runs, which is what makes CreateSecret and the label moves atomic.
 */
import type { z } from 'zod';
import { AwsFailure } from './aws-failure.js';
import { judge, type RequestContext } from './iam-policy.js';
import type { Principal } from './identity.js';

export interface Caller {
    readonly principal: Principal;
    readonly accountId: string;
    readonly region: string;
    /** Epoch milliseconds of the services' clock. */
    readonly nowMs: number;
}

export type Operation = (caller: Caller, input: unknown) => unknown;

/** The operations of one service by their name in `X-Amz-Target`. */
export type Operations = Readonly<Record<string, Operation>>;

/** Throws AccessDeniedException unless the caller's policies allow the action on the resource. */
export function authorize(caller: Caller, action: string, resource: string, context: RequestContext = {}): void {
    const verdict = judge(caller.principal.policies, {
        action,
        resource,
        context: { ...context, 'aws:RequestedRegion': [caller.region], 'aws:PrincipalArn': [caller.principal.arn] }
    });
    if (verdict === 'allowed') return;
    const reason =
        verdict === 'explicit-deny'
            ? 'with an explicit deny in an identity-based policy'
            : `because no identity-based policy allows the ${action} action`;
    throw new AwsFailure(
        'AccessDeniedException',
        `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`
    );
}

/**
 * Reads an input by its shape. The message names the member and the rule, never the value: it may be a secret.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => {
        const [head = '', ...rest] = issue.path.map(String);
        const member = [head.charAt(0).toLowerCase() + head.slice(1), ...rest].join('.');
        return `Value at '${member}' failed to satisfy constraint: ${issue.message}`;
    });
    const count = issues.length === 1 ? '1 validation error' : `${issues.length} validation errors`;
    throw new AwsFailure('ValidationException', `${count} detected: ${issues.join('; ')}`);
}

/** Opaque page tokens; null for one that this server did not write. */
export const pageToken = {
    write: (offset: number): string => Buffer.from(`page:${offset}`).toString('base64'),
    read: (token: string | undefined): number | null => {
        if (token === undefined) return 0;
        const match = /^page:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'));
        return match === null ? null : Number(match[1]);
    }
};
