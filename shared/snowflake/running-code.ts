/** The codes by which both protocols say that a statement is still running: in the session, or detached from it. */
const RUNNING = new Set(['333333', '333334']);

export function isRunningCode(code: string | null | undefined): boolean {
    return code != null && RUNNING.has(code);
}
