import { expect, test } from 'vitest';
import { IntegrationStatusSchema, StatusSchema, step, TRANSITIONS } from '../../../shared/export-secrets/lifecycle.js';
import type { Status, Step } from '../../../shared/export-secrets/lifecycle.js';

const LEGAL: readonly [Status, Step, Status, string][] = [
    ['Pending', 'test', 'Testing', 'Pending'],
    ['Testing', 'postpone', 'Pending', 'Pending'],
    ['Testing', 'pass', 'Validated', 'Connected'],
    ['Testing', 'fail', 'Failed', 'Error'],
    ['Validated', 'archive', 'Archived', 'Disconnected'],
    ['Archived', 'linger', 'Archived', 'Error'],
    ['Archived', 'end', 'Archived', 'Disconnected'],
    ['Archived', 'restore', 'Validated', 'Connected'],
    ['Validated', 'degrade', 'Validated', 'Error'],
    ['Validated', 'recover', 'Validated', 'Connected']
];

test.each(LEGAL)('%s is led by "%s" to %s, and the integration shows %s', (from, name, to, integration) => {
    expect(step(from, name)).toEqual({ status: to, integration_status: integration });
});

const STEPS = LEGAL.map(([, name]) => name);
const ILLEGAL = StatusSchema.options.flatMap((status) =>
    STEPS.filter((name) => !LEGAL.some(([from, legal]) => from === status && legal === name)).map(
        (name) => [status, name] as const
    )
);

test.each(ILLEGAL)('%s refuses "%s" and says what to do', (status, name) => {
    expect(() => step(status, name)).toThrowError(
        expect.objectContaining({ code: 'export_secret_wrong_status', details: expect.objectContaining({ status }) })
    );
});

test('the table above names every step, every status and every integration status', () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual(STEPS.toSorted());
    expect(new Set(LEGAL.flatMap(([from, , to]) => [from, to]))).toEqual(new Set(StatusSchema.options));
    expect(new Set(LEGAL.map(([, , , integration]) => integration))).toEqual(new Set(IntegrationStatusSchema.options));
});
