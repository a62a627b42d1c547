/**
 * Power BI by service principal: client id and secret as user name and password of a Basic connection. Tried by
 * fetching a token and reading the workspace that exports go to.
 * https://learn.microsoft.com/en-us/rest/api/power-bi/datasets/get-datasets-in-group
 */
import { z } from 'zod';
import type { NangoHandle } from '../../nango/handle.js';
import type { Destination } from '../destination-type.js';
import { contentIn, parseCredentials, requiredText } from '../destination-type.js';
import { asJson } from '../formats.js';
import type { Formats } from '../formats.js';
import { checkOverHttp, jsonOrText } from '../http-check.js';
import { refusalOf, CHECK_TENANT } from './entra-errors.js';

const LOGIN = 'https://login.microsoftonline.com';
const API = 'https://api.powerbi.com';
const SCOPE = 'https://analysis.windows.net/powerbi/api/.default';

/** A tenant is a GUID or a verified domain; both stand in a URL path, so nothing else may. */
const tenantId = requiredText.regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/);

const PayloadSchema = z.object({
    type: z.literal('power_bi'),
    tenant_id: tenantId,
    workspace_id: z.guid(),
    client_id: z.guid(),
    client_secret: requiredText
});
type Payload = z.infer<typeof PayloadSchema>;

const ConnectionSchema = z.object({
    credentials: z.object({ username: z.string().optional(), password: z.string().optional() }),
    connection_config: z.looseObject({ tenant_id: z.unknown(), workspace_id: z.unknown() }).nullish()
});
const TokenSchema = z.object({ access_token: z.string().min(1) });
const DatasetsSchema = z.object({ value: z.array(z.unknown()) });
const CHECK_WORKSPACE =
    'Check the workspace id, that the service principal is a member of this workspace (Contributor or higher), and that the Power BI tenant setting "Service principals can call Fabric public APIs" (formerly "Allow service principals to use Power BI APIs") is on for it; then create a new destination.';

const FORMATS: Formats<Payload> = { page: asJson };

export const powerBi: Destination = {
    type: 'power_bi',
    integration: 'power-bi-export',
    provider: 'private-api-basic',
    title: 'Power BI',
    options: [],
    formats: Object.keys(FORMATS),
    prepare: async (nango) => {
        const { credentials, connection_config: config } = parseCredentials(
            'power_bi',
            ConnectionSchema,
            await nango.getConnection()
        );
        const payload = parseCredentials('power_bi', PayloadSchema, {
            type: 'power_bi',
            tenant_id: config?.tenant_id,
            workspace_id: config?.workspace_id,
            client_id: credentials.username,
            client_secret: credentials.password
        });
        return {
            content: contentIn(FORMATS, payload),
            metadata: { tenant_id: payload.tenant_id, workspace_id: payload.workspace_id },
            sensitive: [payload.client_id, payload.client_secret],
            test: async () => {
                const token = await fetchToken(nango, payload);
                await checkOverHttp({
                    destination: 'Power BI',
                    answer: DatasetsSchema,
                    notFound: 'Check the workspace id, and that the service principal is a member of the workspace.',
                    refused: CHECK_WORKSPACE,
                    request: async () => {
                        const path = `/v1.0/myorg/groups/${payload.workspace_id}/datasets`;
                        const answer = await nango.uncontrolledFetch({
                            url: new URL(path, API),
                            method: 'GET',
                            headers: { authorization: `Bearer ${token}` }
                        });
                        return { status: answer.status, body: jsonOrText(await answer.text()) };
                    }
                });
            }
        };
    }
};

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
async function fetchToken(nango: NangoHandle, payload: Payload): Promise<string> {
    const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: payload.client_id,
        client_secret: payload.client_secret,
        scope: SCOPE
    }).toString();
    const { access_token: token } = await checkOverHttp({
        destination: 'Microsoft Entra',
        answer: TokenSchema,
        notFound: CHECK_TENANT,
        refusal: refusalOf,
        request: async () => {
            const answer = await nango.uncontrolledFetch({
                url: new URL(`/${payload.tenant_id}/oauth2/v2.0/token`, LOGIN),
                method: 'POST',
                headers: { 'content-type': 'application/x-www-form-urlencoded' },
                body
            });
            return { status: answer.status, body: jsonOrText(await answer.text()) };
        }
    });
    return token;
}
