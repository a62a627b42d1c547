/** The parts of a result in order, from one of them on: each is asked for while the one before it is worked on. */
export async function* partitionsFrom<Part>(
    { partitionCount, partition }: { readonly partitionCount: number; partition(index: number): Promise<Part> },
    first = 0
): AsyncGenerator<Part> {
    let next = first < partitionCount ? partition(first) : null;
    for (let index = first; next; index += 1) {
        const part: Part = await next;
        next = index + 1 < partitionCount ? partition(index + 1) : null;
        // Whoever stops reading leaves it behind; whoever goes on hears of it above.
        next?.catch(() => {});
        yield part;
    }
}
