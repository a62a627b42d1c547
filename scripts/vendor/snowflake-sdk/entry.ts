/** snowflake-sdk for Nango's sandbox: the driver's own core, with a transport in place of its sockets. */
import core from 'snowflake-sdk/dist/lib/core.js';
import HttpClient from 'snowflake-sdk/dist/lib/http/base.js';
import { driverName, driverVersion } from 'snowflake-sdk/dist/lib/util.js';
import { SessionConnection } from './session-connection.js';
import { SilentLogger } from './silent-logger.js';
import type { Transport } from '../../../shared/vendor/snowflake-sdk.js';

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
