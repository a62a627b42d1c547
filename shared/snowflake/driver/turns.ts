/**
 * Lets statements with the same names run side by side in one session, and those with other names wait until the
 * session may be switched: a switch under a running statement would run it with the wrong role.
 */
import { SnowflakeError, TRY_AGAIN } from '../errors.js';
import { nextSwitch } from './names.js';
import type { SessionNames } from '../session-names.js';
import type { NameSwitch } from './names.js';

/** Runs one USE and says what the session then works with. */
type Switch = (change: NameSwitch) => Promise<SessionNames>;

/** Each kind once, and once more where a later one moved it. */
const MOST_SWITCHES = 8;

export class Turns {
    #current: SessionNames;
    #running = 0;
    #switching = false;
    #waiting: (() => void)[] = [];

    constructor(current: SessionNames) {
        this.#current = current;
    }

    /** `work` says what the session works with after it: a statement may itself be a USE. */
    async take<T extends { readonly names: SessionNames }>(
        wanted: SessionNames,
        switchBy: Switch,
        work: () => Promise<T>
    ): Promise<T> {
        while (this.#switching || nextSwitch(this.#current, wanted) !== undefined) {
            if (!this.#switching && this.#running === 0) await this.#switchTo(wanted, switchBy);
            else await this.#change();
        }
        this.#running += 1;
        try {
            const done = await work();
            this.#current = { ...this.#current, ...done.names };
            return done;
        } finally {
            this.#running -= 1;
            this.#wake();
        }
    }

    async #switchTo(wanted: SessionNames, switchBy: Switch): Promise<void> {
        this.#switching = true;
        try {
            let left = MOST_SWITCHES;
            for (let next = nextSwitch(this.#current, wanted); next; next = nextSwitch(this.#current, wanted)) {
                if (left-- <= 0) throw neverSwitched(next);
                const names = await switchBy(next);
                this.#current = { ...this.#current, ...names, [next.kind]: next.name };
            }
        } finally {
            this.#switching = false;
            this.#wake();
        }
    }

    #change(): Promise<void> {
        return new Promise((resolve) => {
            this.#waiting.push(resolve);
        });
    }

    #wake(): void {
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const resolve of waiting) resolve();
    }
}

function neverSwitched({ kind }: NameSwitch): SnowflakeError {
    return new SnowflakeError(
        'unexpected_response',
        `Snowflake accepts the switch to another ${kind}, and does not make it.`,
        TRY_AGAIN
    );
}
