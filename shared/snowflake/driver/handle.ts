/** The parts of Nango's handle that carry a driver's session, as narrow as they are used: tests stand in for these. */
import type { ProxyConfiguration } from '../../nango/handle.js';

export interface ConnectionHandle {
    getConnection(): Promise<{ readonly credentials: unknown; readonly connection_config: unknown }>;
    getEnvironmentVariables(): Promise<readonly { readonly name: string; readonly value: string }[] | null>;
}

export interface ProxyHandle {
    proxy(
        config: ProxyConfiguration
    ): Promise<{ readonly status: number; readonly data: unknown; readonly headers: unknown }>;
}

export interface FetchHandle {
    uncontrolledFetch(options: {
        url: URL;
        method?: 'GET';
        headers?: Record<string, string>;
    }): Promise<Pick<Response, 'status' | 'headers' | 'text' | 'arrayBuffer'>>;
}

export interface LogHandle {
    log(message: string, options: { level: 'info' }): void | Promise<void>;
}

export type DriverHandle = ConnectionHandle & ProxyHandle & FetchHandle & LogHandle;
