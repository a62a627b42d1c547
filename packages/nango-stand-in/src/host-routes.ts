/** Where real host names lead: patterns with `*` for any text, to the address of a local server. */
import net from 'node:net';

/** `{ '*.snowflakecomputing.com': 'http://127.0.0.1:8080' }` */
export type HostMap = Readonly<Record<string, string>>;

export class HostRoutes {
    readonly #routes: { pattern: RegExp; host: string; port: number }[];

    constructor(hosts: HostMap) {
        this.#routes = Object.entries(hosts).map(([pattern, address]) => {
            const { hostname, port } = new URL(address);
            const parts = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
            return { pattern: new RegExp(`^${parts.join('.+')}$`, 'i'), host: hostname, port: Number(port) };
        });
    }

    find(hostname: string): { host: string; port: number } | null {
        return this.#routes.find(({ pattern }) => pattern.test(hostname)) ?? null;
    }

    /** A connection to where the name leads; null when it is not mapped. */
    open(hostname: unknown): net.Socket | null {
        const route = typeof hostname === 'string' ? this.find(hostname) : null;
        return route === null ? null : net.connect({ host: route.host, port: route.port, noDelay: true });
    }
}
