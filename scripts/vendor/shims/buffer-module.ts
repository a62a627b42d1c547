/** Node's `buffer` module: the sandbox has `Buffer` itself as a global. */
const SandboxBuffer = Buffer;

export { SandboxBuffer as Buffer };
export const kMaxLength = 2 ** 31 - 1;
