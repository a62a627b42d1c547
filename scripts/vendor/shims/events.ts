/** Node's `events` for classes that inherit from it and whose events nobody is told of: the driver emits none. */
export function EventEmitter(): void {}
