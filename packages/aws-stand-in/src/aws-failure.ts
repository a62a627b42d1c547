/**
 * An error as AWS's JSON 1.1 services write it: `__type`, a message, a status. The auth layer spells the member
 * `message`, the services spell it `Message`; the SDK reads both, hand-written clients may not.
 */
export class AwsFailure extends Error {
    readonly code: string;
    readonly status: number;
    /** Further members of the error's shape. */
    readonly members: Readonly<Record<string, unknown>>;

    constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
        super(message);
        this.name = 'AwsFailure';
        this.code = code;
        this.status = status;
        this.members = members;
    }
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html */
export const throttled = (): AwsFailure => new AwsFailure('ThrottlingException', 'Rate exceeded');

export const unavailable = (): AwsFailure =>
    new AwsFailure('ServiceUnavailableException', 'Service is unavailable', 503);
