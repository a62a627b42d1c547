/** The IAM policies of docs/export-secrets.md in their order: the one that all need, then what an option adds. */
import { readFileSync } from 'node:fs';

const DOCS = new URL('../../../docs/export-secrets.md', import.meta.url);

export interface Policy {
    readonly Statement: readonly unknown[];
}

export function documentedPolicies(): readonly Policy[] {
    const blocks = readFileSync(DOCS, 'utf8').matchAll(/```json\n([\s\S]*?)```/g);
    return [...blocks].map(([, block]) => JSON.parse(block ?? ''));
}
