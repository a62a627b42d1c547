/**
 * check-export-setup: whether the operator's side is ready before a customer waits for it. Each right of the documented
 * policy is tried by a harmless call: probe secrets are written and deleted at once, other calls name what does not
 * exist, as AWS asks for the right before it looks. Credentials of customers are not involved.
 */
import { z } from 'zod';
import { anyBoolean, anyText, nullable } from '../schema.js';
import { callerIdentity } from '../aws/caller-identity.js';
import type { CallerIdentity } from '../aws/caller-identity.js';
import { glueClient, secretsManagerClient } from '../aws/clients.js';
import { operatorAccess } from '../aws/operator-connection.js';
import { ActionableError } from '../errors.js';
import { actionSpec } from '../nango/action-spec.js';
import type { NangoHandle } from '../nango/handle.js';
import { NoInputSchema, parseInput } from '../nango/report.js';
import { checksOf } from './setup-checks.js';
import type { SetupCheck } from './setup-checks.js';
import { readSettings } from './settings.js';

const CheckSchema = z.object({
    right: z.string().describe('Of IAM, e.g. secretsmanager:CreateSecret'),
    resource: z.string().describe('What it is needed on'),
    needed_for: anyText,
    ok: anyBoolean,
    code: anyText.nullable(),
    message: nullable(anyText, 'What is wrong and what to do'),
    statement: nullable(anyText, 'The statement that the policy lacks, as JSON')
});

export const checkSetupSpec = actionSpec(
    "For the operator: tries the AWS connection and every right of the documented IAM policy, and says what is missing. Needs no destination and touches no customer's secret.",
    NoInputSchema,
    z.object({
        ok: z.boolean().describe('Everything that is needed for the types in use works'),
        region: anyText,
        account: anyText.nullable(),
        identity: nullable(anyText, 'ARN of the user or role'),
        prefix: anyText,
        checks: z.array(CheckSchema)
    })
);
type Output = z.infer<typeof checkSetupSpec.output>;

export async function checkExportSetup(nango: NangoHandle, input: unknown): Promise<Output> {
    parseInput(NoInputSchema, input);
    const settings = await readSettings(nango);
    const access = await operatorAccess(nango, settings.aws);
    // Without an identity nothing else can work; its error says why.
    const identity = await callerIdentity(nango, access);
    const checks = checksOf({
        secrets: secretsManagerClient(nango, access),
        glue: glueClient(nango, access),
        settings
    });
    const results: Output['checks'] = [];
    for (const check of checks) results.push(await resultOf(check, identity, access.region));
    return {
        ok: results.every(({ ok }) => ok),
        region: access.region,
        account: identity.account,
        identity: identity.arn,
        prefix: settings.prefix,
        checks: results
    };
}

async function resultOf(
    check: SetupCheck,
    { account }: CallerIdentity,
    region: string
): Promise<Output['checks'][number]> {
    const resource = check.resource.replace('REGION', region).replace('ACCOUNT', account);
    const found = { right: check.right, resource, needed_for: check.neededFor };
    try {
        await check.call();
        return { ...found, ok: true, code: null, message: null, statement: null };
    } catch (error) {
        if (!(error instanceof ActionableError)) throw error;
        const isDenied = error.code === 'aws_access_denied';
        const statement = { Effect: 'Allow', Action: check.right, Resource: resource };
        return {
            ...found,
            ok: false,
            code: error.code,
            message: error.advice,
            statement: isDenied ? JSON.stringify(statement) : null
        };
    }
}
