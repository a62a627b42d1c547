import { SECRET } from './vendor.js';
import type { Vendor } from './vendor.js';

/** A database that Glue tries. */
export function database(type: string, port: number): Vendor {
    const place = { host: 'db.acme.example', database: 'exports' };
    const user = 'exporter';
    return {
        type,
        credentials: (password) => ({ type: 'BASIC', username: user, password }),
        config: place,
        payload: { type, host: place.host, port, database: place.database, username: user, password: SECRET },
        metadata: { ...place, port: String(port) },
        glueConnection: { format: 'page', type: 'JDBC' },
        hosts: [],
        answers: {},
        database: { url: `jdbc:${type}://${place.host}:${port}/${place.database}`, user }
    };
}
