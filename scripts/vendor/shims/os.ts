/** Node's `os`: what the driver tells Snowflake of the machine, which a sandbox cannot know. */
export const platform = (): string => 'linux';
export const release = (): string => '';
export default { platform, release };
