/**
 * Who roles are granted to, several asked side by side. Those that are waited for go first; where there are fewer than may
 * be asked at once, others that will be waited for later go along.
 */
import { pMapIterable } from '../vendor/p-map.js';
import { listedName, membersOf, NO_MEMBERS } from './grants.js';
import type { Members } from './grants.js';
import type { ListedRole } from './kinds/roles.js';
import { atOnce } from './show.js';
import type { Show } from './show.js';

export class MemberReader {
    /** Roles whose members could not be listed. */
    readonly unseen: string[] = [];
    /** Why, of the first. */
    reason: string | null = null;
    readonly #from: Show;
    readonly #all: readonly ListedRole[];
    readonly #known = new Map<string, Members>();
    readonly #names: ReadonlySet<string>;
    readonly #asked = new Set<string>();
    #first: readonly ListedRole[] = [];
    #nextOfFirst = 0;
    #nextOfAll = 0;
    #answers: AsyncIterator<{ readonly name: string; readonly members: Members }> | null = null;

    constructor(from: Show, all: readonly ListedRole[]) {
        this.#from = from;
        this.#all = all;
        this.#names = new Set(all.map(({ name }) => name));
        for (const role of all) {
            // An unknown count is asked about: only a known zero saves the request.
            if (role.assigned_to_users === 0 && role.granted_to_roles === 0) this.know(role.name, NO_MEMBERS);
        }
    }

    /** Spares the request. */
    know(name: string, members: Members): void {
        this.#asked.add(name);
        this.#note(name, members);
    }

    isKnown({ name }: ListedRole): boolean {
        return this.#known.has(name);
    }

    /** Of a role that was read already. */
    knownOf({ name }: ListedRole): Members {
        return this.#known.get(name) ?? null;
    }

    /** Asks for these before all others. */
    wantNext(roles: readonly ListedRole[]): void {
        this.#first = roles;
        this.#nextOfFirst = 0;
    }

    async membersOf({ name }: ListedRole): Promise<Members> {
        for (;;) {
            const known = this.#known.get(name);
            if (known !== undefined) return known;
            if (this.#answers === null && !this.#asked.has(name)) {
                // The first alone: what it gives is to be saved before more is asked for.
                this.#asked.add(name);
                this.#note(name, await this.#ask(name));
                this.#answers = pMapIterable(
                    this.#order(),
                    async (next) => ({ name: next, members: await this.#ask(next) }),
                    { concurrency: atOnce(this.#from) }
                )[Symbol.asyncIterator]();
                continue;
            }
            const answer = await this.#answers?.next();
            if (!answer || answer.done === true) throw new Error(`Nobody asked for the members of ${name}.`);
            this.#note(answer.value.name, answer.value.members);
        }
    }

    *#order(): Generator<string> {
        for (;;) {
            const next = this.#next();
            if (next === null) return;
            this.#asked.add(next);
            yield next;
        }
    }

    #next(): string | null {
        for (; this.#nextOfFirst < this.#first.length; this.#nextOfFirst += 1) {
            const name = this.#first[this.#nextOfFirst]?.name;
            if (name !== undefined && !this.#asked.has(name)) return name;
        }
        for (; this.#nextOfAll < this.#all.length; this.#nextOfAll += 1) {
            const name = this.#all[this.#nextOfAll]?.name;
            if (name !== undefined && !this.#asked.has(name)) return name;
        }
        return null;
    }

    async #ask(name: string): Promise<Members> {
        const found = await membersOf(this.#from, name, this.nameOf);
        if (typeof found !== 'string') return found;
        this.reason ??= found;
        return null;
    }

    readonly nameOf = (shown: string): string => listedName(this.#names, shown);

    #note(name: string, members: Members): void {
        this.#known.set(name, members);
        if (!members) this.unseen.push(name);
    }
}
