/**
 * Which service and region a request is for: from its Host where that is one of Amazon's names (a forwarded request
 * keeps it), from the target header and the server's own region where it is not.
 */
import { AwsFailure } from './aws-failure.js';
import type { Scope } from './sigv4.js';

export type Service = 'secretsmanager' | 'glue' | 'sts';

export interface Target {
    readonly service: Service;
    readonly operation: string;
}

const AMAZON_HOST =
    /(?:^|\.)(?<service>[a-z]+)(?:-fips)?\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/;

const PREFIXES: Readonly<Record<string, Service>> = { secretsmanager: 'secretsmanager', AWSGlue: 'glue' };

/** Reads `X-Amz-Target: AWSGlue.GetJob`; STS puts its action in the form instead. */
export function readTarget(amzTarget: string | undefined, form: URLSearchParams | null): Target {
    if (amzTarget === undefined && form !== null) return { service: 'sts', operation: form.get('Action') ?? '' };
    const [prefix = '', operation = ''] = (amzTarget ?? '').split('.');
    const service = PREFIXES[prefix];
    if (service === undefined || operation === '') throw new AwsFailure('UnknownOperationException', '');
    return { service, operation };
}

const refuse = (message: string): AwsFailure => new AwsFailure('InvalidSignatureException', message);

/** The region that this host stands for; the scope of the signature must name it, and the service. */
export function checkScope(host: string, target: Target, scope: Scope, ownRegion: string): string {
    const match = AMAZON_HOST.exec(host.toLowerCase().replace(/:\d+$/, ''));
    const region = match?.groups?.['region'] ?? (host.startsWith('sts.amazonaws.com') ? 'us-east-1' : ownRegion);
    const hostService = match?.groups?.['service'];
    if (hostService !== undefined && hostService !== target.service) {
        throw new AwsFailure('UnknownOperationException', '');
    }
    if (scope.service !== target.service) {
        throw refuse(`Credential should be scoped to correct service: '${target.service}'. `);
    }
    if (scope.region !== region) {
        throw refuse(`Credential should be scoped to a valid region, not '${scope.region}'. `);
    }
    return region;
}
