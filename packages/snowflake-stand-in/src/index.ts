/** What a test needs to have an account of its own. */
export { createEngine } from './engine/engine.js';
export type { EngineOptions, SnowflakeEngine } from './engine/engine.js';
export { startSnowflake } from './server.js';
export type { EmbeddedSnowflake, Fault, SnowflakeOptions } from './server.js';
