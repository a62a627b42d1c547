export async function runDoctor(_a: unknown, _b: unknown, print: (line: string) => void): Promise<number> {
    print('soon');
    return await Promise.resolve(1);
}
