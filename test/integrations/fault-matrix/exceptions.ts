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
    { functions: /^(test-connection|check-export-setup)$/, reason: 'a check that fails is its answer, with what to do' }
];
