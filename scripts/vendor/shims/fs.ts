/** Node's `fs` where there is no file system: a key or a token named by its path is refused, by name. */
function refuse(): never {
    throw new Error("There is no file system in Nango's sandbox.");
}

export { refuse as readFileSync, refuse as statSync };
export const promises = { readFile: async (): Promise<never> => refuse() };
