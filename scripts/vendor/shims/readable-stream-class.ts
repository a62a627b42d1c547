/**
 * The global `ReadableStream`, as the right side of `instanceof` only: answers are read whole before a bundled package
 * sees them, so that no stream ever reaches one.
 */
export function ReadableStream(): void {}
