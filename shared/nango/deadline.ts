/**
 * A time limit around what may never settle: what throws inside a callback of the driver's leaves its promise open.
 * The work itself goes on; only the waiting ends.
 */
export async function withDeadline<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
    let stop: (() => void) | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
        const timer = setTimeout(() => reject(late()), ms);
        // The sandbox has no clearTimeout, but its timers are Node's own. One left open would keep `nango dryrun` alive.
        stop = () => timer.close();
    });
    try {
        return await Promise.race([work, limit]);
    } finally {
        stop?.();
    }
}
