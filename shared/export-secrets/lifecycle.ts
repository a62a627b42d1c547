/**
 * The state machine of an export destination: which step leads from which status to which, and what the linked
 * integration then shows. Drawn in docs/export-secrets.md. Every change of status goes through `step`.
 */
import { z } from 'zod';
import type { NameIn } from '../names.js';
import { ActionableError } from '../errors.js';

export const StatusSchema = z.enum(['Pending', 'Testing', 'Validated', 'Failed', 'Archived']);
export type Status = z.infer<typeof StatusSchema>;

export const IntegrationStatusSchema = z.enum(['Pending', 'Connected', 'Error', 'Disconnected']);
export type IntegrationStatus = z.infer<typeof IntegrationStatusSchema>;

export type Step = NameIn<'test, postpone, pass, fail, archive, linger, end, restore, degrade, recover'>;

interface Transition {
    readonly from: Status;
    readonly to: Status;
    readonly integration: IntegrationStatus;
}

/**
 * `postpone` waits for somebody else's trouble to pass. `linger` shows an end that AWS has not done, `end` that it has.
 * `degrade` and `recover` keep a destination Validated: what was stored is still there, but using it has a problem.
 */
export const TRANSITIONS: Readonly<Record<Step, Transition>> = {
    test: { from: 'Pending', to: 'Testing', integration: 'Pending' },
    postpone: { from: 'Testing', to: 'Pending', integration: 'Pending' },
    pass: { from: 'Testing', to: 'Validated', integration: 'Connected' },
    fail: { from: 'Testing', to: 'Failed', integration: 'Error' },
    archive: { from: 'Validated', to: 'Archived', integration: 'Disconnected' },
    linger: { from: 'Archived', to: 'Archived', integration: 'Error' },
    end: { from: 'Archived', to: 'Archived', integration: 'Disconnected' },
    restore: { from: 'Archived', to: 'Validated', integration: 'Connected' },
    degrade: { from: 'Validated', to: 'Validated', integration: 'Error' },
    recover: { from: 'Validated', to: 'Validated', integration: 'Connected' }
};

const WHAT_TO_DO: Readonly<Record<Status, string>> = {
    Pending: 'It is still being provisioned: poll it and try again when it is Validated or Failed.',
    Testing: 'It is still being provisioned: poll it and try again when it is Validated or Failed.',
    Validated: 'It is already active.',
    Failed: 'A failed destination is kept for audit only: create a new one.',
    Archived: 'It is disconnected: restore it within the recovery window, or create a new one.'
};

export function step(
    status: Status,
    name: Step
): { readonly status: Status; readonly integration_status: IntegrationStatus } {
    const transition = TRANSITIONS[name];
    if (transition.from === status) return { status: transition.to, integration_status: transition.integration };
    throw new ActionableError(
        'export_secret_wrong_status',
        `The export destination is ${status}; "${name}" needs it to be ${transition.from}.`,
        WHAT_TO_DO[status],
        { status, needed_status: transition.from }
    );
}

/** Whether a destination still counts as one that its organisation has. */
export function isActive(status: Status): boolean {
    return status === 'Pending' || status === 'Testing' || status === 'Validated';
}
