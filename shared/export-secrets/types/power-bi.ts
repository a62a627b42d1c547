/**
 * Power BI by service principal: client id and secret as user name and password of a Basic connection. Tried by
 * fetching a token and reading the workspace that exports go to.
 * https://learn.microsoft.com/en-us/rest/api/power-bi/datasets/get-datasets-in-group
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import type { NangoHandle } from '../../nango/handle.js';
import { requiredText } from '../destination-type.js';
import { asJson } from '../formats.js';
import { checkOverHttp, fetched } from '../http-check.js';
import { USER_AND_PASSWORD, vendorDestination } from '../vendor-destination.js';
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

const TokenSchema = z.object({ access_token: z.string().min(1) });
const DatasetsSchema = z.object({ value: z.array(z.unknown()) });
const CHECK_WORKSPACE =
    'Check the workspace id, that the service principal is a member of this workspace (Contributor or higher), and that the Power BI tenant setting "Service principals can call Fabric public APIs" (formerly "Allow service principals to use Power BI APIs") is on for it; then create a new destination.';

export const powerBi = vendorDestination({
    type: 'power_bi',
    integration: 'power-bi-export',
    title: 'Power BI',
    triedBy: 'a token from Entra, then the workspace',
    provider: USER_AND_PASSWORD,
    credentialsAre: 'client id, client secret',
    session: z.object({ tenantId: anyText, workspaceId: anyText }),
    payload: PayloadSchema,
    secret: ({ username, password }) => ({ client_id: username, client_secret: password }),
    sensitive: (payload) => [payload.client_id, payload.client_secret],
    formats: { page: asJson },
    test: async (nango, payload) => {
        const token = await fetchToken(nango, payload);
        await checkOverHttp({
            destination: 'Power BI',
            answer: DatasetsSchema,
            notFound: 'Check the workspace id, and that the service principal is a member of the workspace.',
            refused: CHECK_WORKSPACE,
            request: async () =>
                await fetched(nango, new URL(`/v1.0/myorg/groups/${payload.workspace_id}/datasets`, API), {
                    authorization: `Bearer ${token}`
                })
        });
    }
});

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
async function fetchToken(nango: NangoHandle, payload: Payload): Promise<string> {
    const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: payload.client_id,
        client_secret: payload.client_secret,
        scope: SCOPE
    });
    const { access_token: token } = await checkOverHttp({
        destination: 'Microsoft Entra',
        answer: TokenSchema,
        notFound: CHECK_TENANT,
        refusal: refusalOf,
        request: async () => await fetched(nango, new URL(`/${payload.tenant_id}/oauth2/v2.0/token`, LOGIN), {}, form)
    });
    return token;
}
