/**
 * snowflake-sdk for Nango's sandbox: the driver's own core, with a transport in place of its sockets.
 * Its connections also offer `request`, the driver's signed-in session without its statements: those turn cells into
 * JavaScript values and lose digits.
 */
import Connection from 'snowflake-sdk/dist/lib/connection/connection.js';
import core from 'snowflake-sdk/dist/lib/core.js';
import HttpClient from 'snowflake-sdk/dist/lib/http/base.js';
import { driverName, driverVersion } from 'snowflake-sdk/dist/lib/util.js';
import { SilentLogger } from './silent-logger.js';
import type { SessionRequest, Transport } from '../../../shared/vendor/snowflake-sdk.js';

interface SessionService {
    request(options: object): void;
    getQueryContextDTO(): object | undefined;
    deserializeQueryContext(context: unknown): void;
}

class SessionConnection extends Connection {
    readonly #service: SessionService;

    constructor(context: { getServices(): { sf: SessionService } }) {
        super(context);
        this.#service = context.getServices().sf;
    }

    request(options: SessionRequest): void {
        this.#service.request({
            ...options,
            headers: { Accept: 'application/snowflake' },
            useSnowflakeRetryMiddleware: true
        });
    }

    getQueryContext(): object | undefined {
        return this.#service.getQueryContextDTO();
    }

    updateQueryContext(context: unknown): void {
        this.#service.deserializeQueryContext(context);
    }
}

export function createSnowflake(transport: Transport): object {
    class TransportClient extends HttpClient {
        override getAgent(): Transport {
            return transport;
        }
    }
    return core({
        connectionClass: SessionConnection,
        httpClientClass: TransportClient,
        loggerClass: SilentLogger,
        client: { name: driverName, version: driverVersion, environment: process.versions }
    });
}
