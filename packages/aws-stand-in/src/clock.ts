/**
 * The services' time. Moving it ends recovery windows and session tokens; request signatures are judged by the
 * clients' own clock (plus `signatureSkewMs`), so that a jump of 30 days does not make every client's clock look wrong.
 */
import { DAY_MS, MovableClock } from 'stand-in-base/clock.js';

export class Clock extends MovableClock {
    /** How far the server's idea of the time is from the client's; AWS refuses signatures off by more than 5 minutes. */
    signatureSkewMs = 0;
    readonly #clients: () => number;

    /** `clients`: the time that clients live by; unset: the machine's. */
    constructor(clients: () => number = () => Date.now()) {
        super(clients);
        this.#clients = clients;
    }

    /** What the `Date` header says: SDKs correct their own clock by it. */
    wireNow(): number {
        return this.#clients() + this.signatureSkewMs;
    }
}

export { DAY_MS };

/** JSON 1.1 writes times as seconds since 1970 with a fraction. */
export const epochSeconds = (ms: number): number => Math.round(ms) / 1000;
