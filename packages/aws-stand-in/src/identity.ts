/**
 * Who may sign: users with static keys and role sessions with temporary ones. A session's keys are worthless without
 * its token, and after its end.
 */
import { randomBytes } from 'node:crypto';
import { AwsFailure } from './aws-failure.js';
import { parsePolicy, type Policy } from './iam-policy.js';

export interface AwsKeys {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
}

export interface SessionKeys extends AwsKeys {
    readonly sessionToken: string;
    readonly expiration: Date;
}

export interface Principal {
    readonly arn: string;
    /** `AIDA...` for a user, `AROA...:session` for a role session. */
    readonly userId: string;
    readonly policies: readonly Policy[];
}

interface Holder {
    readonly principal: Principal;
    readonly secretAccessKey: string;
    readonly sessionToken: string | null;
    readonly expiresAtMs: number;
}

interface Role {
    readonly name: string;
    readonly id: string;
    readonly policies: readonly Policy[];
    readonly externalId: string | undefined;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const randomId = (prefix: string): string =>
    prefix + [...randomBytes(16)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

/** What an account's owner may do; the default of users and roles for whom nothing narrower is given. */
export const ALLOW_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

export class Identities {
    readonly #accountId: string;
    readonly #now: () => number;
    readonly #holders = new Map<string, Holder>();
    readonly #roles = new Map<string, Role>();

    constructor(accountId: string, now: () => number) {
        this.#accountId = accountId;
        this.#now = now;
    }

    /** Makes a user with one access key. The policy is an IAM document, as it would be pasted into AWS. */
    createUser(name: string, policy: unknown = ALLOW_ALL): AwsKeys {
        const arn = `arn:aws:iam::${this.#accountId}:user/${name}`;
        const principal = { arn, userId: randomId('AIDA'), policies: [parsePolicy(policy)] };
        const accessKeyId = randomId('AKIA');
        const secretAccessKey = randomBytes(30).toString('base64');
        this.#holders.set(accessKeyId, {
            principal,
            secretAccessKey,
            sessionToken: null,
            expiresAtMs: Number.POSITIVE_INFINITY
        });
        return { accessKeyId, secretAccessKey };
    }

    /** Returns the role's ARN. */
    createRole(name: string, policy: unknown = ALLOW_ALL, externalId?: string): string {
        const arn = `arn:aws:iam::${this.#accountId}:role/${name}`;
        this.#roles.set(arn, { name, id: randomId('AROA'), policies: [parsePolicy(policy)], externalId });
        return arn;
    }

    /** Null when there is no such role or its external id is another one. */
    startSession(roleArn: string, sessionName: string, lifetimeMs: number, externalId?: string): SessionKeys | null {
        const role = this.#roles.get(roleArn);
        if (role === undefined || (role.externalId !== undefined && role.externalId !== externalId)) return null;
        const arn = `arn:aws:sts::${this.#accountId}:assumed-role/${role.name}/${sessionName}`;
        const accessKeyId = randomId('ASIA');
        const secretAccessKey = randomBytes(30).toString('base64');
        const sessionToken = randomBytes(180).toString('base64');
        const expiresAtMs = this.#now() + lifetimeMs;
        const principal = { arn, userId: `${role.id}:${sessionName}`, policies: role.policies };
        this.#holders.set(accessKeyId, { principal, secretAccessKey, sessionToken, expiresAtMs });
        return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiresAtMs) };
    }

    deleteKey(accessKeyId: string): void {
        this.#holders.delete(accessKeyId);
    }

    /** Finds the key; a wrong or missing token is AWS's "invalid token", an old one its "expired token". */
    resolve(accessKeyId: string, sessionToken: string | undefined): { principal: Principal; secretAccessKey: string } {
        const holder = this.#holders.get(accessKeyId);
        if (holder === undefined || holder.sessionToken !== (sessionToken ?? null)) {
            throw new AwsFailure(
                'UnrecognizedClientException',
                'The security token included in the request is invalid.'
            );
        }
        if (this.#now() >= holder.expiresAtMs) {
            throw new AwsFailure('ExpiredTokenException', 'The security token included in the request is expired');
        }
        return holder;
    }
}
