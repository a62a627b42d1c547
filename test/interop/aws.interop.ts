/**
 * The conformance suite against an AWS endpoint that is not ours; `npm run test:interop` starts moto and names it in
 * AWS_INTEROP_ENDPOINT. Not part of `npm test`: it needs Python.
 */
import { awsConformance } from 'aws-stand-in/conformance/describe.js';
import { motoDifferences } from './moto-differences.js';

const url = process.env['AWS_INTEROP_ENDPOINT'];
if (url === undefined) throw new Error('Set AWS_INTEROP_ENDPOINT, or run `npm run test:interop`.');

const credentials = { accessKeyId: 'interop', secretAccessKey: 'interop' };
awsConformance('moto', () => ({ url, region: 'us-east-1', credentials }), motoDifferences);
