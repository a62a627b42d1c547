/** What a test needs to have an AWS account of its own. */
export { AwsFailure } from './aws-failure.js';
export { startAws } from './server.js';
export type { AwsOptions, EmbeddedAws } from './server.js';
