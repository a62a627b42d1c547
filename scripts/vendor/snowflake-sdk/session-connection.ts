/**
 * A connection of the driver's that also offers `request`, its signed-in session without its statements: those turn
 * cells into JavaScript values and lose digits.
 */
import Connection from 'snowflake-sdk/dist/lib/connection/connection.js';
import type { SessionRequest } from '../../../shared/vendor/snowflake-sdk.js';

interface SessionService {
    request(options: object): void;
    getQueryContextDTO(): object | undefined;
    deserializeQueryContext(context: unknown): void;
}

export class SessionConnection extends Connection {
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
