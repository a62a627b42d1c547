/** What a check found: a line for a person, and what to do where something is wrong. */
export interface Finding {
    readonly section: string;
    /** Stable, for machines: `nango.key`, `functions.snowflake-jwt`. */
    readonly id: string;
    /** A note is for information: nothing that the package needs is missing. A warning works, and will not for long. */
    readonly status: 'ok' | 'note' | 'warning' | 'failed';
    readonly message: string;
    readonly remedy: string | null;
}

const SIGNS = { ok: '✓', note: '·', warning: '!', failed: '✗' } as const;

/** One section's findings, as they come. */
export class Report {
    readonly findings: Finding[] = [];
    readonly #print: (line: string) => void;
    #section = '';

    constructor(print: (line: string) => void) {
        this.#print = print;
    }

    section(title: string): void {
        this.#section = title;
        this.#print(`\n${title}`);
    }

    ok(id: string, message: string): void {
        this.#add({ id, status: 'ok', message, remedy: null });
    }

    note(id: string, message: string, remedy: string | null = null): void {
        this.#add({ id, status: 'note', message, remedy });
    }

    warning(id: string, message: string, remedy: string): void {
        this.#add({ id, status: 'warning', message, remedy });
    }

    failed(id: string, message: string, remedy: string | null): void {
        this.#add({ id, status: 'failed', message, remedy });
    }

    #add(found: Omit<Finding, 'section'>): void {
        this.findings.push({ section: this.#section, ...found });
        this.#print(`  ${SIGNS[found.status]} ${found.message}`);
        if (found.remedy !== null) this.#print(`      → ${found.remedy}`);
    }
}
