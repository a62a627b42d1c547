/** What the server says of itself, and which connections there are. */
import { useQuery } from '@tanstack/react-query';

import { api, bodyOf } from './api.js';

export const WAYS = { 'snowflake-jwt': 'key pair', 'snowflake-password': 'password or token' } as const;

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
