/**
 * BigQuery by the key of a service account: a bearer connection whose key is the JSON file that Google gives. Tried by
 * a token for it and by reading the dataset that exports go to. Tokens are asked for at Google's own address alone:
 * the one that stands in the key is hostile input.
 * https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { ActionableError } from '../../errors.js';
import type { NangoHandle } from '../../nango/handle.js';
import { sign } from '../../vendor/jsonwebtoken.js';
import { requiredText } from '../destination-type.js';
import { asJson } from '../formats.js';
import { checkOverHttp, fetched, jsonOrText } from '../http-check.js';
import { API_KEY, vendorDestination } from '../vendor-destination.js';

const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const API = 'https://bigquery.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/bigquery.readonly';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TOKEN_LIFETIME_SECONDS = 300;

/** The file that Google gives; what else stands in it is kept for the reader. */
const KeySchema = z.looseObject({
    type: z.literal('service_account'),
    client_email: z.email(),
    private_key: z.string().min(1),
    private_key_id: requiredText
});
const PayloadSchema = z.object({
    type: z.literal('bigquery'),
    // Both stand in a URL's path.
    project_id: requiredText.regex(/^[a-z0-9.-]+(:[a-z0-9-]+)?$/),
    dataset: requiredText.regex(/^\w+$/),
    credentials: KeySchema
});
type Payload = z.infer<typeof PayloadSchema>;

const TokenSchema = z.object({ access_token: z.string().min(1) });
const DatasetSchema = z.object({ datasetReference: z.object({ datasetId: z.string().min(1) }) });

export const bigquery = vendorDestination({
    type: 'bigquery',
    integration: 'bigquery-export',
    title: 'BigQuery',
    triedBy: 'a token from Google, then the dataset',
    provider: API_KEY,
    credentialsAre: 'the key file as JSON',
    session: z.object({ projectId: anyText, dataset: anyText }),
    payload: PayloadSchema,
    secret: ({ apiKey }) => ({ credentials: jsonOrText(apiKey ?? '') }),
    sensitive: ({ credentials: { client_email: email, private_key: key, private_key_id: keyId } }) => [
        email,
        key,
        keyId
    ],
    formats: {
        page: asJson,
        /** Glue's own BigQuery connection reads the key file in base64. */
        glue: ({ credentials }) =>
            asJson({ credentials: Buffer.from(JSON.stringify(credentials), 'utf8').toString('base64') })
    },
    glueConnection: (_payload, format, { name }) =>
        format === 'glue'
            ? {
                  ConnectionType: 'BIGQUERY',
                  ConnectionProperties: { SparkProperties: JSON.stringify({ secretId: name }) }
              }
            : undefined,
    test: async (nango, payload) => {
        await readDataset(nango, payload, await fetchToken(nango, payload));
    }
});

async function fetchToken(nango: NangoHandle, payload: Payload): Promise<string> {
    const form = new URLSearchParams({ grant_type: GRANT, assertion: assertion(payload) });
    const { access_token: token } = await checkOverHttp({
        destination: 'Google',
        answer: TokenSchema,
        notFound: 'Check the key of the service account.',
        refused:
            'Check that the service account and this key of it still exist and are enabled; make a new key where not, then reconnect and create a new destination.',
        request: async () => await fetched(nango, new URL(TOKEN_URL), {}, form)
    });
    return token;
}

async function readDataset(nango: NangoHandle, { project_id, dataset }: Payload, token: string): Promise<void> {
    await checkOverHttp({
        destination: 'BigQuery',
        answer: DatasetSchema,
        notFound: 'Check project and dataset: there is no such dataset in this project.',
        refused:
            'Grant the service account a role on the dataset (BigQuery Data Editor), and enable the BigQuery API in the project; then create a new destination.',
        request: async () =>
            await fetched(nango, new URL(`/bigquery/v2/projects/${project_id}/datasets/${dataset}`, API), {
                authorization: `Bearer ${token}`
            })
    });
}

function assertion({ credentials }: Payload): string {
    const { client_email: email, private_key: key, private_key_id: keyId } = credentials;
    try {
        return sign({ iss: email, sub: email, aud: TOKEN_URL, scope: SCOPE }, key, {
            algorithm: 'RS256',
            expiresIn: TOKEN_LIFETIME_SECONDS,
            keyid: keyId
        });
    } catch {
        // The cause is left out: crypto's messages may quote what they could not read.
        throw new ActionableError(
            'invalid_credentials',
            'The private key of the service account cannot be read.',
            'Reconnect with the whole JSON file of the key, as Google gave it, and create a new destination.'
        );
    }
}
