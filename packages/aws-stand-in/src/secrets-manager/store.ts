/**
 * The secrets of one region. A name stays taken through the recovery window and is free again after it; the end of the
 * window is noticed at the next look, so moving the clock is enough.
 */
import { randomBytes } from 'node:crypto';
import { AwsFailure } from '../aws-failure.js';
import type { Secret } from './secret.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const arnSuffix = (): string => [...randomBytes(6)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

export const notFound = (): AwsFailure =>
    new AwsFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

export class SecretStore {
    readonly region: string;
    readonly #accountId: string;
    readonly #byName = new Map<string, Secret>();
    #frozen: Secret[] | null = null;
    #lagMs = 0;
    #history: { readonly atMs: number; readonly secrets: readonly Secret[] }[] = [];

    constructor(accountId: string, region: string) {
        this.#accountId = accountId;
        this.region = region;
    }

    get arnPrefix(): string {
        return `arn:aws:secretsmanager:${this.region}:${this.#accountId}:secret:`;
    }

    newArn(name: string): string {
        return `${this.arnPrefix}${name}-${arnSuffix()}`;
    }

    #purge(nowMs: number): void {
        for (const secret of this.#byName.values()) {
            if (secret.purgeMs !== null && secret.purgeMs <= nowMs) this.#byName.delete(secret.name);
        }
    }

    named(name: string, nowMs: number): Secret | undefined {
        this.#purge(nowMs);
        return this.#byName.get(name);
    }

    /**
     * By name, complete ARN, or ARN without its random end.
     * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
     */
    find(secretId: string, nowMs: number): Secret | undefined {
        this.#purge(nowMs);
        if (!secretId.startsWith('arn:')) return this.#byName.get(secretId);
        const all = [...this.#byName.values()];
        return (
            all.find((secret) => secret.arn === secretId) ??
            // An id that ends in a hyphen and six characters is taken for a complete ARN.
            (/-[A-Za-z0-9]{6}$/.test(secretId)
                ? undefined
                : all.find((secret) => secret.arn.slice(0, -'-XXXXXX'.length) === secretId))
        );
    }

    add(secret: Secret): void {
        this.#byName.set(secret.name, secret);
    }

    remove(secret: Secret): void {
        this.#byName.delete(secret.name);
    }

    all(nowMs: number): Secret[] {
        this.#purge(nowMs);
        return [...this.#byName.values()];
    }

    /**
     * Secrets Manager is eventually consistent: GetSecretValue and DescribeSecret may show how things stood a moment
     * ago. From here on they are this far behind; every change is remembered until then. 0 ends it.
     */
    lagReads(ms: number): void {
        this.#lagMs = ms;
        this.#history = [];
        // How things stand now was so all along.
        this.remember(0);
    }

    /** Called after every request while reads lag. */
    remember(nowMs: number): void {
        if (this.#lagMs === 0) return;
        const secrets = [...this.#byName.values()].map((secret) => structuredClone(secret));
        this.#history.push({ atMs: nowMs, secrets });
    }

    /** What a read sees now. */
    seen(nowMs: number): SecretStore {
        const before = nowMs - this.#lagMs;
        const past = this.#lagMs === 0 ? undefined : this.#history.findLast(({ atMs }) => atMs <= before);
        if (past === undefined) return this;
        this.#purge(nowMs);
        const store = new SecretStore(this.#accountId, this.region);
        for (const secret of past.secrets) store.add(secret);
        return store;
    }

    /** What ListSecrets goes by: the state now, or that of the last `freezeListing`. */
    listing(nowMs: number): Secret[] {
        return this.#frozen ?? this.all(nowMs);
    }

    /** ListSecrets may lag behind by minutes; while frozen it shows the state of this moment. */
    freezeListing(nowMs: number): void {
        this.#frozen = this.all(nowMs).map((secret) => ({ ...secret, tags: new Map(secret.tags) }));
    }

    thawListing(): void {
        this.#frozen = null;
    }
}
