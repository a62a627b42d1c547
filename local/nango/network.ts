/**
 * The outside world as functions see it: real host names, led to local stand-ins by a host map.
 * The map acts below HTTP, where a socket is opened, so that URL, path, query and Host header stay byte for byte what
 * a real host would see, and only after Nango's outbound policy has had its say about the real host name.
 */
import http from 'node:http';
import https from 'node:https';

import {
    DEFAULT_OUTBOUND_URL_POLICY,
    getSafeLookup,
    validateOutboundUrlAsync,
    validateOutboundUrlSync
} from '@nangohq/egress';
import { Agent, buildConnector } from 'undici';

import { HostRoutes } from './host-routes.js';

import type { Duplex } from 'node:stream';
import type { HostMap } from './host-routes.js';

export class Network {
    readonly policy = DEFAULT_OUTBOUND_URL_POLICY;
    readonly httpAgent: http.Agent;
    readonly httpsAgent: https.Agent;
    readonly dispatcher: Agent;
    readonly #routes: HostRoutes;

    constructor(hosts: HostMap) {
        const routes = new HostRoutes(hosts);
        this.#routes = routes;
        const lookup = getSafeLookup(this.policy);
        this.httpAgent = new (class extends http.Agent {
            override createConnection(...args: Parameters<http.Agent['createConnection']>): Duplex | null | undefined {
                return routes.open(args[0].host) ?? super.createConnection(...args);
            }
        })({ keepAlive: true, lookup });
        this.httpsAgent = new (class extends https.Agent {
            override createConnection(...args: Parameters<https.Agent['createConnection']>): Duplex | null | undefined {
                return routes.open(args[0].host) ?? super.createConnection(...args);
            }
        })({ keepAlive: true, lookup });
        const outside = buildConnector({ lookup });
        this.dispatcher = new Agent({
            connect: (options, callback) => {
                const socket = routes.open(options.hostname);
                if (socket === null) return outside(options, callback);
                socket.once('connect', () => callback(null, socket));
                socket.once('error', (error) => callback(error, null));
            }
        });
    }

    /** Null when Nango lets the request through, otherwise why not. */
    async refusal(url: string): Promise<string | null> {
        const byName = validateOutboundUrlSync(url, this.policy);
        if (!byName.ok) return byName.error.message;
        // A mapped host has no address of its own here; any other is looked up, as Nango does.
        if (this.#routes.find(byName.hostname) !== null) return null;
        const byAddress = await validateOutboundUrlAsync(url, this.policy);
        return byAddress.ok ? null : byAddress.error.message;
    }

    /** True when a redirect may be followed to that URL. */
    allowsRedirect(url: string): boolean {
        return validateOutboundUrlSync(url, this.policy).ok;
    }

    async close(): Promise<void> {
        this.httpAgent.destroy();
        this.httpsAgent.destroy();
        await this.dispatcher.destroy();
    }
}
