import { generateKeyPairSync, verify } from 'node:crypto';
import { SECRET } from './vendor.js';
import type { Vendor } from './vendor.js';

const GOOGLE_ACCOUNT = 'exporter@acme-exports.iam.gserviceaccount.com';
export const DATASET = 'bigquery.googleapis.com/bigquery/v2/projects/acme-exports/datasets/exports';

const GOOGLE_KEY = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
});

const partOf = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** As Google checks it: by the key of that id, for this scope and audience. */
function isSigned(assertion: string): boolean {
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    if (head === '' || claims === '') return false;
    const signed = Buffer.from(`${head}.${claims}`);
    const right = verify('RSA-SHA256', signed, GOOGLE_KEY.publicKey, Buffer.from(signature, 'base64url'));
    const { aud, iss } = Object(partOf(claims));
    const isRightKey = Object(partOf(head)).kid === SECRET;
    return right && isRightKey && aud === 'https://oauth2.googleapis.com/token' && iss === GOOGLE_ACCOUNT;
}

function serviceAccount(keyId: string): Record<string, unknown> {
    return {
        type: 'service_account',
        project_id: 'acme-exports',
        private_key_id: keyId,
        private_key: GOOGLE_KEY.privateKey,
        client_email: GOOGLE_ACCOUNT
    };
}

export const bigquery: Vendor = {
    type: 'bigquery',
    credentials: (keyId) => ({ type: 'API_KEY', apiKey: JSON.stringify(serviceAccount(keyId)) }),
    config: { project_id: 'acme-exports', dataset: 'exports' },
    payload: {
        type: 'bigquery',
        project_id: 'acme-exports',
        dataset: 'exports',
        credentials: serviceAccount(SECRET)
    },
    metadata: { project_id: 'acme-exports', dataset: 'exports' },
    glueConnection: { format: 'glue', type: 'BIGQUERY' },
    hosts: ['*.googleapis.com'],
    answers: {
        'oauth2.googleapis.com/token': ({ body }) =>
            isSigned(new URLSearchParams(body).get('assertion') ?? '')
                ? { status: 200, body: { access_token: 'token' } }
                : { status: 400, body: { error: 'invalid_grant' } },
        [DATASET]: ({ authorization }) => ({
            status: authorization === 'Bearer token' ? 200 : 403,
            body: { datasetReference: { datasetId: 'exports', projectId: 'acme-exports' } }
        })
    }
};
