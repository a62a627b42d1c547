/**
 * Trouble on demand. A rule matches requests by operation; `drop-after` does the work and loses the answer, which is
 * the case that shows whether a client's retry is idempotent. After `abortAt` fires nothing gets through until
 * `revive()`, as for a process that was killed.
 */
import { AwsFailure, throttled, unavailable } from './aws-failure.js';

export type FaultKind =
    | 'throttle'
    | 'internal-error'
    | 'unavailable'
    | 'deny'
    | 'expired'
    | 'kms-disabled'
    | 'drop-before'
    | 'drop-after'
    | 'slow'
    | 'hold';

export interface FaultRule {
    readonly kind: FaultKind;
    /** `CreateSecret`; unset: every operation. */
    readonly operation?: string;
    /** How many matching requests it hits; unset: all of them until `clear()`. */
    readonly times?: number;
    /** How many matching requests pass first. */
    readonly after?: number;
    /** For `slow`. */
    readonly delayMs?: number;
    /** Only requests whose secret, job or connection has this name. */
    readonly resource?: string;
}

/** A request held before its work is done, until it is released. */
export interface Hold {
    /** Settles when a request has arrived at the hold. */
    readonly reached: Promise<void>;
    release(): void;
}

export interface Outcome {
    readonly before: 'go' | 'drop' | Promise<void>;
    readonly failure: AwsFailure | null;
    readonly dropAnswer: boolean;
}

interface ActiveRule extends FaultRule {
    seen: number;
    hits: number;
    readonly gate: { readonly open: Promise<void>; readonly arrived: () => void } | null;
}

interface Abort {
    readonly atRequest: number;
    readonly when: 'before' | 'after';
    readonly onAbort: () => void;
}

export class Faults {
    #rules: ActiveRule[] = [];
    #abort: Abort | null = null;
    #requests = 0;
    #dead = false;

    add(rule: FaultRule): void {
        this.#rules.push({ ...rule, seen: 0, hits: 0, gate: null });
    }

    /** Holds the next matching request until it is released. */
    hold(match: Pick<FaultRule, 'operation' | 'after' | 'resource'> = {}): Hold {
        const open = deferred();
        const reached = deferred();
        const gate = { open: open.promise, arrived: reached.resolve };
        this.#rules.push({ ...match, kind: 'hold', times: 1, seen: 0, hits: 0, gate });
        return { reached: reached.promise, release: open.resolve };
    }

    /** Cuts off the n-th request from now (1 is the next), before or after its work, and all that follow. */
    abortAt(atRequest: number, when: 'before' | 'after', onAbort: () => void = () => {}): void {
        this.#requests = 0;
        this.#abort = { atRequest, when, onAbort };
    }

    /** Lets requests through again; returns how many had arrived since `abortAt`, those cut off included. */
    revive(): number {
        this.#abort = null;
        this.#dead = false;
        return this.#requests;
    }

    clear(): void {
        this.#rules = [];
        this.revive();
    }

    /** Decides the fate of one request; called once for each, in the order of arrival. */
    judge(operation: string, resource: string | undefined): Outcome {
        this.#requests += 1;
        if (this.#dead) return { before: 'drop', failure: null, dropAnswer: false };
        if (this.#abort !== null && this.#requests >= this.#abort.atRequest) {
            this.#dead = true;
            this.#abort.onAbort();
            return this.#abort.when === 'before'
                ? { before: 'drop', failure: null, dropAnswer: false }
                : { before: 'go', failure: null, dropAnswer: true };
        }
        const rule = this.#rules.find((candidate) => this.#hits(candidate, operation, resource));
        switch (rule?.kind) {
            case 'throttle':
                return { before: 'go', failure: throttled(), dropAnswer: false };
            case 'internal-error':
                return { before: 'go', failure: internalError(operation), dropAnswer: false };
            case 'unavailable':
                return { before: 'go', failure: unavailable(), dropAnswer: false };
            case 'deny':
                return { before: 'go', failure: denied(operation), dropAnswer: false };
            case 'expired':
                return { before: 'go', failure: expired(), dropAnswer: false };
            case 'kms-disabled':
                return { before: 'go', failure: kmsDisabled(), dropAnswer: false };
            case 'drop-before':
                return { before: 'drop', failure: null, dropAnswer: false };
            case 'drop-after':
                return { before: 'go', failure: null, dropAnswer: true };
            case 'slow': {
                const delayMs = rule.delayMs ?? 1_000;
                const delay = new Promise<void>((resolve) => {
                    setTimeout(resolve, delayMs).unref();
                });
                return { before: delay, failure: null, dropAnswer: false };
            }
            case 'hold':
                rule.gate?.arrived();
                return { before: rule.gate?.open ?? 'go', failure: null, dropAnswer: false };
            default:
                return { before: 'go', failure: null, dropAnswer: false };
        }
    }

    #hits(rule: ActiveRule, operation: string, resource: string | undefined): boolean {
        if (rule.operation !== undefined && rule.operation !== operation) return false;
        if (rule.resource !== undefined && rule.resource !== resource) return false;
        rule.seen += 1;
        if (rule.seen <= (rule.after ?? 0)) return false;
        if (rule.hits >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
        rule.hits += 1;
        return true;
    }
}

interface Deferred {
    readonly promise: Promise<void>;
    readonly resolve: () => void;
}

function deferred(): Deferred {
    const resolvers: (() => void)[] = [];
    const promise = new Promise<void>((resolve) => resolvers.push(resolve));
    return { promise, resolve: () => resolvers.forEach((resolve) => resolve()) };
}

const internalError = (operation: string): AwsFailure =>
    new AwsFailure(
        /Secret/.test(operation) ? 'InternalServiceError' : 'InternalServiceException',
        'An error occurred on the server side.',
        500
    );

const denied = (operation: string): AwsFailure =>
    new AwsFailure('AccessDeniedException', `User is not authorized to perform: ${operation} with an explicit deny`);

const expired = (): AwsFailure =>
    new AwsFailure('ExpiredTokenException', 'The security token included in the request is expired');

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html: EncryptionFailure */
const kmsDisabled = (): AwsFailure =>
    new AwsFailure('EncryptionFailure', 'Secrets Manager cannot encrypt the secret: the KMS key is disabled.');
