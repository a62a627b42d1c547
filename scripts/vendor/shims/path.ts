/** Node's `path` where there is no file system: a folder that an option names is refused, by name. */
function refuse(): never {
    throw new Error("There is no file system in Nango's sandbox.");
}

export { refuse as join, refuse as resolve };
export default { join: refuse, resolve: refuse };
