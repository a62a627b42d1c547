/**
 * The parts of a result in order, from one of them on: each is asked for while the one before it is worked on. The first one
 * alone where a result is gone on with: an execution that lives for a few requests is to save it before it asks for more.
 */
export async function* partitionsFrom<Part>(
    { partitionCount, partition }: { readonly partitionCount: number; partition(index: number): Promise<Part> },
    first = 0
): AsyncGenerator<Part> {
    const ask = (index: number): Promise<Part> | null => {
        const part = index < partitionCount ? partition(index) : null;
        // Whoever stops reading leaves it behind; whoever goes on hears of it below.
        part?.catch(() => {});
        return part;
    };
    let next = ask(first);
    for (let index = first; next; index += 1) {
        const part: Part = await next;
        const isAlone = first > 0 && index === first;
        if (!isAlone) next = ask(index + 1);
        yield part;
        if (isAlone) next = ask(index + 1);
    }
}
