import { randomUUID } from 'node:crypto';
import { SECRET } from './vendor.js';
import type { Vendor } from './vendor.js';

const CLIENT = randomUUID();
export const WORKSPACE = randomUUID();
export const ENTRA_TOKEN = 'login.microsoftonline.com/acme.example/oauth2/v2.0/token';
export const DATASETS = `api.powerbi.com/v1.0/myorg/groups/${WORKSPACE}/datasets`;

export const powerBi: Vendor = {
    type: 'power_bi',
    credentials: (password) => ({ type: 'BASIC', username: CLIENT, password }),
    config: { tenant_id: 'acme.example', workspace_id: WORKSPACE },
    payload: {
        type: 'power_bi',
        tenant_id: 'acme.example',
        workspace_id: WORKSPACE,
        client_id: CLIENT,
        client_secret: SECRET
    },
    metadata: { tenant_id: 'acme.example', workspace_id: WORKSPACE },
    glueConnection: null,
    hosts: ['login.microsoftonline.com', 'api.powerbi.com'],
    answers: {
        [ENTRA_TOKEN]: ({ body }) => {
            const form = new URLSearchParams(body);
            const isRight = form.get('client_id') === CLIENT && form.get('client_secret') === SECRET;
            return isRight
                ? { status: 200, body: { access_token: 'token' } }
                : { status: 401, body: { error: 'invalid_client' } };
        },
        [DATASETS]: ({ authorization }) => ({
            status: authorization === 'Bearer token' ? 200 : 403,
            body: { value: [] }
        })
    }
};
