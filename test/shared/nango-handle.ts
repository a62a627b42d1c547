/** A Nango handle for tests of one module: it does what the test says, and nothing else. */
import { ActionError } from '@nangohq/runner-sdk';
import type { NangoHandle } from '../../shared/nango/handle.js';

const unused = async (): Promise<never> => await Promise.reject(new Error('The test did not expect this call.'));

export function handleWith(does: Partial<NangoHandle>): NangoHandle {
    return {
        ActionError,
        connectionId: 'customer',
        providerConfigKey: 'integration',
        getConnection: unused,
        getEnvironmentVariables: async () => [],
        getMetadata: unused,
        log: async () => {},
        proxy: unused,
        uncontrolledFetch: unused,
        ...does
    };
}
