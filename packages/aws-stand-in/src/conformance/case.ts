/** A question to AWS, with the clients to ask it by. */
import type { GlueClient } from '@aws-sdk/client-glue';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

export interface Subject {
    readonly secrets: SecretsManagerClient;
    readonly glue: GlueClient;
    /** A name that nothing else uses. */
    unique(name: string): string;
}

export interface Case {
    readonly title: string;
    run(subject: Subject): Promise<void>;
}
