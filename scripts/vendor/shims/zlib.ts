/**
 * Node's `zlib` as the driver uses it: to compress what it sends. Here it never can, and it then sends the plain text,
 * which Nango's proxy could not have carried compressed anyway. Answers are decompressed by Nango.
 */
export function gzip(_data: Uint8Array, _options: unknown, done: (error: Error) => void): void {
    done(new Error("There is no compression in Nango's sandbox."));
}
