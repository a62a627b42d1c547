import { SECRET } from './vendor.js';
import type { Vendor } from './vendor.js';

export const QLIK_USER = 'acme.eu.qlikcloud.com/api/v1/users/me';

export const qlik: Vendor = {
    type: 'qlik',
    credentials: (apiKey) => ({ type: 'API_KEY', apiKey }),
    config: { tenant: 'https://acme.eu.qlikcloud.com/' },
    payload: { type: 'qlik', tenant: 'acme.eu.qlikcloud.com', api_key: SECRET },
    metadata: { tenant: 'acme.eu.qlikcloud.com' },
    glueConnection: null,
    hosts: ['*.qlikcloud.com'],
    answers: {
        [QLIK_USER]: ({ authorization }) => ({
            status: authorization === `Bearer ${SECRET}` ? 200 : 401,
            body: { id: 'me', status: 'active' }
        })
    }
};
