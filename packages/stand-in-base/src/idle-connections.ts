import type { ServerType } from '@hono/node-server';
import type { Server } from 'node:http';

/**
 * Node ends a connection that is idle for 5 s, and a client that is about to use it again gets ECONNRESET: once in a
 * while, and often on a busy machine. https://nodejs.org/api/http.html#serverkeepalivetimeout
 */
export function keepIdleConnections(server: Server | ServerType): void {
    if ('keepAliveTimeout' in server) server.keepAliveTimeout = 0;
}
