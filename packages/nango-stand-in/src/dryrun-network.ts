/**
 * Loaded into the CLI's process before it starts (`node --import`): leads `uncontrolledFetch` of a dry run to local
 * stand-ins. The CLI does that request itself, after Nango's checks of name and address; so mapped names get an
 * address of the documentation range (RFC 5737), which passes the checks, and the socket goes to the stand-in.
 */
import dns from 'node:dns/promises';
import process from 'node:process';

import { Agent, buildConnector } from 'undici';
import * as z from 'zod';

import { HostRoutes } from './host-routes.js';

export const HOSTS_VARIABLE = 'LOCAL_NANGO_HOSTS';
const DOCUMENTATION_ADDRESS = '198.51.100.7';

const hosts = process.env[HOSTS_VARIABLE];
if (hosts !== undefined) {
    const routes = new HostRoutes(z.record(z.string(), z.string()).parse(JSON.parse(hosts)));
    answerFor(routes);
    leadTo(routes);
}

function answerFor(routes: HostRoutes): void {
    const lookup = dns.lookup;
    const answered = async (hostname: string, options: object = {}): Promise<unknown> => {
        if (routes.find(hostname) === null) return await lookup(hostname, options);
        const address = { address: DOCUMENTATION_ADDRESS, family: 4 };
        return 'all' in options && options.all === true ? [address] : address;
    };
    Object.assign(dns, { lookup: answered });
}

function leadTo(routes: HostRoutes): void {
    const outside = buildConnector({});
    const dispatcher = new Agent({
        connect: (options, callback) => {
            const socket = routes.open(options.hostname);
            if (socket === null) return outside(options, callback);
            socket.once('connect', () => callback(null, socket));
            socket.once('error', (error) => callback(error, null));
        }
    });
    const fetch = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        if (routes.find(url.hostname) === null) return await fetch(input, init);
        const dispatched: object = { dispatcher };
        return await fetch(input, { ...init, ...dispatched });
    };
}
