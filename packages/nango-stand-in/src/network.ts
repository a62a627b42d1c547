/**
 * The outside world as functions see it: real host names, led to local stand-ins by a host map.
 * The map acts below HTTP, where a socket is opened, so that URL, path, query and Host header stay byte for byte what
 * a real host would see, and only after Nango's outbound policy has had its say about the real host name.
 */
import http from 'node:http';
import https from 'node:https';
import process from 'node:process';

import {
    DEFAULT_OUTBOUND_URL_POLICY,
    getSafeLookup,
    OutboundUrlError,
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
    /** Names that no name server knows for the moment, and how often still. */
    #lost: { readonly name: RegExp; left: number } | null = null;
    #failedLookups = 0;

    constructor(hosts: HostMap) {
        const routes = new HostRoutes(hosts);
        this.#routes = routes;
        const lookup = getSafeLookup(this.policy);
        const isLost = (host: unknown): boolean => this.#loses(String(host));
        this.httpAgent = new (class extends http.Agent {
            override createConnection(...args: Parameters<http.Agent['createConnection']>): Duplex | null | undefined {
                const [options, listener] = args;
                if (isLost(options.host)) return super.createConnection({ ...options, lookup: failedLookup }, listener);
                return routes.open(options.host) ?? super.createConnection(...args);
            }
        })({ keepAlive: true, lookup });
        this.httpsAgent = new (class extends https.Agent {
            override createConnection(...args: Parameters<https.Agent['createConnection']>): Duplex | null | undefined {
                const [options, listener] = args;
                if (isLost(options.host)) return super.createConnection({ ...options, lookup: failedLookup }, listener);
                return routes.open(options.host) ?? super.createConnection(...args);
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

    /** Lets the next look-ups of these names fail, as those of an unknown host or of a name server in trouble. */
    failLookups(name: RegExp, times: number): void {
        this.#lost = { name, left: times };
        this.#failedLookups = 0;
        // Whoever is connected looks nothing up.
        this.httpAgent.destroy();
        this.httpsAgent.destroy();
    }

    /** How many have failed since then. */
    get failedLookups(): number {
        return this.#failedLookups;
    }

    /** Null when Nango lets the request through, otherwise why not. */
    async refusal(url: string): Promise<OutboundUrlError | null> {
        const byName = validateOutboundUrlSync(url, this.policy);
        if (!byName.ok) return byName.error;
        // A mapped host has no address of its own here; any other is looked up, as Nango does.
        if (this.#routes.find(byName.hostname) !== null) return null;
        const byAddress = await validateOutboundUrlAsync(url, this.policy);
        return byAddress.ok ? null : byAddress.error;
    }

    /** The same before a fetch, where Nango looks the name up first, and says of a failure that the URL is not allowed. */
    async fetchRefusal(url: string): Promise<OutboundUrlError | null> {
        return this.#loses(new URL(url).hostname) ? lookupError() : await this.refusal(url);
    }

    /** True when a redirect may be followed to that URL. */
    allowsRedirect(url: string): boolean {
        return validateOutboundUrlSync(url, this.policy).ok;
    }

    #loses(host: string): boolean {
        const lost = this.#lost;
        if (lost === null || lost.left <= 0 || !lost.name.test(host)) return false;
        lost.left -= 1;
        this.#failedLookups += 1;
        return true;
    }

    async close(): Promise<void> {
        this.httpAgent.destroy();
        this.httpsAgent.destroy();
        await this.dispatcher.destroy();
    }
}

/** Nango's own words for ENOTFOUND and EAI_AGAIN alike: `resolveAndValidateAddresses` of `@nangohq/egress`. */
function lookupError(): OutboundUrlError {
    return new OutboundUrlError('dns_resolution_failed', 'DNS resolution failed.', {});
}

function failedLookup(
    _host: string,
    _options: object,
    callback: (error: Error, address: string, family: number) => void
) {
    process.nextTick(() => callback(lookupError(), '', 0));
}
