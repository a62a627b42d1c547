/**
 * Cells that do not end as they should yet, and which part of the work mends them. A cell that stands here may fail; to be
 * emptied.
 */
export interface KnownCell {
    readonly fault: string;
    readonly functions: RegExp;
    readonly integration?: string;
    readonly mendedBy: string;
}

export const KNOWN: readonly KnownCell[] = [
    { fault: 'an answer short by one row', functions: /./, mendedBy: 'wire: a cut answer is no answer' },
    { fault: 'every answer short by one row', functions: /./, mendedBy: 'wire: a cut answer is no answer' },
    { fault: 'a body that never ends', functions: /./, mendedBy: 'retry: no request is without a deadline' },
    {
        fault: '200 with a page of HTML',
        functions: /^cancel-statement$/,
        mendedBy: 'wire or retry: an answer that is none'
    }
];

/** Cells that end otherwise than without the fault, and should. */
export interface Exception {
    /** Unset: whatever the fault. */
    readonly fault?: string;
    readonly functions: RegExp;
    readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
    {
        fault: 'statements that run long (202)',
        functions: /^get-statement-(status|result)$/,
        reason: 'they say that the statement runs, which is what they are asked'
    },
    { functions: /^test-connection$/, reason: 'a check that fails is its answer, with what to do' }
];
