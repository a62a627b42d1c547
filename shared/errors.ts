/**
 * The one base of every error that a person is meant to read: a stable code, what happened, and what to do next.
 * Secrets, SQL with values and stack traces never go into it: Nango stores and shows what functions throw.
 */
export class ActionableError extends Error {
    readonly code: string;
    readonly remedy: string;
    /** Small, non-secret facts for programs: ids, vendor codes, dates. */
    readonly details: Readonly<Record<string, string | number | boolean>>;

    constructor(
        code: string,
        what: string,
        remedy: string,
        details: Readonly<Record<string, string | number | boolean>> = {},
        options?: ErrorOptions
    ) {
        super(what, options);
        this.name = 'ActionableError';
        this.code = code;
        this.remedy = remedy;
        this.details = details;
    }

    /** What Connect UI and the logs show: Nango passes on one string only, so the remedy must be in it. */
    get advice(): string {
        return `${this.message} ${this.remedy}`;
    }
}
