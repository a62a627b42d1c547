/** JSON in a text that may hold anything: undefined where it is none. */
export function jsonOf(text: string): unknown {
    try {
        const value: unknown = JSON.parse(text);
        return value;
    } catch {
        return undefined;
    }
}
