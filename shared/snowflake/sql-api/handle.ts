/** The parts of Nango's handle that the SQL API needs, as narrow as they are used: tests stand in for these. */
import type { ProxyConfiguration } from '../../nango/handle.js';

export interface SqlApiHandle {
    getConnection(
        integration?: string,
        connection?: string,
        options?: { forceRefresh?: boolean }
    ): Promise<{ readonly connection_config: unknown }>;
    proxy(config: ProxyConfiguration): Promise<{ readonly status: number; readonly data: unknown }>;
    log(message: string, options: { level: 'info' | 'warn' }): void | Promise<void>;
}
