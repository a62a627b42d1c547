/** What the server says of itself, and which connections there are. */
import { useQuery } from '@tanstack/react-query';

import { api, bodyOf } from './api.js';

import type { Way } from './api.js';

export const WAYS: Readonly<Record<Way, string>> = {
    'snowflake-jwt': 'Key pair',
    'snowflake-token': 'Access token',
    snowflake: 'Snowflake sign-in (OAuth)',
    'snowflake-password': 'Password'
};

/** In the order in which a customer should think of them. */
export const WAY_IDS = ['snowflake-jwt', 'snowflake-token', 'snowflake', 'snowflake-password'] as const;

export function useAppState() {
    return useQuery({ queryKey: ['state'], queryFn: async () => await bodyOf(api.state.$get()) });
}

export function useConnections() {
    return useQuery({
        queryKey: ['connections'],
        queryFn: async () => (await bodyOf(api.connections.$get())).connections
    });
}

export function keyOf({ integration, connectionId }: { integration: string; connectionId: string }): string {
    return `${integration}/${connectionId}`;
}
