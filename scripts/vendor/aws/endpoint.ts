/**
 * Where a service answers, without the SDK's rules for FIPS and dual stack, which no connection asks for. Which domain
 * a region belongs to is the SDK's own knowledge.
 */
import { partition } from '@aws-sdk/core/client';
import type { EndpointV2 } from '@smithy/types';

interface Asked {
    readonly Region?: string;
    /** One that the connection names. */
    readonly Endpoint?: string;
}

export function endpointOf(service: string): (asked: Asked) => EndpointV2 {
    return ({ Region = '', Endpoint }) => ({
        url: new URL(Endpoint ?? `https://${service}.${Region}.${partition(Region).dnsSuffix}`),
        properties: {},
        headers: {}
    });
}
