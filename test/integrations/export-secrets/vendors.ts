/** Every type of destination with its vendor: all of them in one server, with a case each. Snowflake has a stand-in of its own. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { AwsFailure } from 'aws-stand-in/aws-failure.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import { DESTINATIONS } from '../../../shared/export-secrets/types/index.js';
import { VENDORS } from './vendors/index.js';
import { SECRET } from './vendors/vendor.js';
import type { Vendor, VendorAnswer } from './vendors/vendor.js';
import type { World } from './world.js';

export { SECRET };

export interface Case extends Vendor {
    readonly integration: string;
    readonly provider: string;
}

/** A type that has no vendor here is in no test: it must have one. */
export const CASES: readonly Case[] = DESTINATIONS.map(({ type, integration, provider }) => {
    const vendor = VENDORS.find((each) => each.type === type);
    if (vendor === undefined)
        throw new Error(`The type ${type} has no vendor in test/integrations/export-secrets/vendors`);
    return { ...vendor, integration, provider };
});

export function caseOf(type: string): Case {
    const one = CASES.find((each) => each.type === type || each.integration === type);
    if (one === undefined) throw new Error(`no case ${type}`);
    return one;
}

function vendorServer(ordered: ReadonlyMap<string, VendorAnswer>): Server {
    const answers = new Map(VENDORS.flatMap((vendor) => Object.entries(vendor.answers)));
    return createServer((request, response) => {
        const path = `${request.headers.host ?? ''}${request.url ?? ''}`;
        let body = '';
        request.on('data', (chunk: Buffer) => {
            body += chunk.toString();
        });
        request.on('end', () => {
            const { authorization } = request.headers;
            const { status, body: said } = ordered.get(path) ??
                answers.get(path)?.({ authorization, body }) ?? { status: 404, body: {} };
            const type = typeof said === 'string' ? 'text/html' : 'application/json';
            response.writeHead(status, { 'content-type': type });
            response.end(typeof said === 'string' ? said : JSON.stringify(said));
        });
    });
}

export interface Vendors {
    /** Where their host names lead. */
    readonly hosts: Readonly<Record<string, string>>;
    /** What one of them answers in place of its own, by host and path; a text is a page. */
    readonly answers: Map<string, VendorAnswer>;
    close(): void;
}

export async function startVendors(): Promise<Vendors> {
    const answers = new Map<string, VendorAnswer>();
    const server = vendorServer(answers);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    return {
        hosts: Object.fromEntries(VENDORS.flatMap(({ hosts }) => hosts).map((host) => [host, url])),
        answers,
        close: () => server.close()
    };
}

/** Glue tries the credentials of databases: each lets its user in with the right password, over TLS. */
export function letExporterIn(aws: EmbeddedAws): void {
    const databases = VENDORS.flatMap(({ database }) => database ?? []);
    aws.glue().testVerdict = ({ ConnectionProperties: given }) => {
        const found = databases.find(({ url }) => url === given['JDBC_CONNECTION_URL']);
        if (found === undefined) return new AwsFailure('InvalidInputException', 'Communications link failure');
        const { user } = found;
        const isRight =
            given['USERNAME'] === user && given['PASSWORD'] === SECRET && given['JDBC_ENFORCE_SSL'] === 'true';
        return isRight
            ? null
            : new AwsFailure('InvalidInputException', `FATAL: password authentication failed for user "${user}"`);
    };
}

export function addVendorIntegrations({ nango }: Pick<World, 'nango'>): void {
    for (const { integration, provider } of CASES) nango.addIntegration(integration, provider);
}

export function connectTo(world: World, one: Case, org: string, secret: string, config = one.config): string {
    const id = randomUUID();
    world.nango.addConnection({
        integration: one.integration,
        id,
        tags: { organization_id: org },
        credentials: one.credentials(secret),
        connectionConfig: config
    });
    return id;
}
