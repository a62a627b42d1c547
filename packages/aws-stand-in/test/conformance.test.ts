/** The stand-in passes every case; there is no skip list here. */
import { afterAll, beforeAll } from 'vitest';
import { startAws, type EmbeddedAws } from '../src/server.js';
import { awsConformance, type AwsEndpoint } from '../src/conformance/describe.js';

let aws: EmbeddedAws;
let endpoint: AwsEndpoint;

beforeAll(async () => {
    aws = await startAws();
    endpoint = { url: aws.url, region: aws.region, credentials: aws.identities.createUser('conformance') };
});
afterAll(() => aws.close());

awsConformance('the embedded AWS', () => endpoint);
