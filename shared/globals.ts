/**
 * Globals for code that runs for each cell or record. In Nango's sandbox (`node:vm`) a global is looked up by way of the host
 * each time, which takes some forty times as long as a constant: a module that imports it from here does so once.
 */
export const { Array, Date, Math, Number, String } = globalThis;
