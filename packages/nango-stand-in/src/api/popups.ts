/** The pages that opened a popup of this Nango's: each hears by a WebSocket how it ended. */
import { randomUUID } from 'node:crypto';

import { WebSocketServer } from 'ws';

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

export class Popups {
    readonly #server = new WebSocketServer({ noServer: true });
    readonly #pages = new Map<string, WebSocket>();

    /** A page comes, and is told the name that its popup has to carry along. */
    accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
        this.#server.handleUpgrade(request, socket, head, (page) => {
            const id = randomUUID();
            this.#pages.set(id, page);
            page.on('close', () => this.#pages.delete(id));
            this.tell(id, { message_type: 'connection_ack', ws_client_id: id });
        });
    }

    tell(id: string, message: object): void {
        this.#pages.get(id)?.send(JSON.stringify(message));
    }

    close(): void {
        for (const page of this.#pages.values()) page.terminate();
        this.#server.close();
    }
}
