/** The parts of a result in order, from one of them on: each is asked for while the one before it is worked on. */
import type { Row } from './client.js';

export async function* partitionsFrom(
    {
        partitionCount,
        partition
    }: { readonly partitionCount: number; partition(index: number): Promise<readonly Row[]> },
    first = 0
): AsyncGenerator<readonly Row[]> {
    let next = first < partitionCount ? partition(first) : null;
    for (let index = first; next; index += 1) {
        const rows = await next;
        next = index + 1 < partitionCount ? partition(index + 1) : null;
        // Whoever stops reading leaves it behind; whoever goes on hears of it above.
        next?.catch(() => {});
        yield rows;
    }
}
