/** A server in place of a provider: answers what a test tells it to, else with what it was asked. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import type { IncomingHttpHeaders } from 'node:http';

export interface Asked {
    readonly method: string;
    /** Path and query as they came over the wire. */
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
}
export interface Answer {
    readonly status?: number;
    readonly headers?: Record<string, string>;
    readonly body?: string;
    /** Closes the connection without an answer. */
    readonly reset?: boolean;
}

export interface Provider {
    readonly address: string;
    readonly asked: Asked[];
    /** Answers for the next requests, in order; after the last one the server echoes. */
    next(...answers: Answer[]): void;
    close(): Promise<void>;
}

export async function startProvider(): Promise<Provider> {
    const asked: Asked[] = [];
    const answers: Answer[] = [];
    const server = createServer((request, response) => {
        void text(request).then((body) => {
            const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
            asked.push(seen);
            const answer = answers.shift() ?? { body: JSON.stringify(seen) };
            if (answer.reset === true) return request.socket.destroy();
            response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
            return response.end(answer.body ?? '{}');
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port');
    return {
        address: `http://127.0.0.1:${address.port}`,
        asked,
        next: (...more) => answers.push(...more),
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            })
    };
}
