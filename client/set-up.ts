/**
 * An integration as its functions need it. The display name is what a customer reads above the form: without one Nango shows
 * its provider's, such as "Private API (Basic Auth)".
 */
import { z } from 'zod';
import type { NangoNode } from './nango-node.js';
import type { IntegrationId } from './names.js';
import { DISPLAY_NAMES, PROVIDERS } from './sessions.js';

export interface SetUpOptions {
    /** Default: e.g. "Snowflake (key pair)". */
    readonly displayName?: string | undefined;
    /** Of OAuth alone: the client of the security integration in the customer's account. */
    readonly oauth?: { readonly clientId: string; readonly clientSecret: string; readonly scopes: string } | undefined;
}

const NotFoundSchema = z.object({ response: z.object({ status: z.literal(404) }) });

export async function setUpIntegration(
    nango: NangoNode,
    integration: IntegrationId,
    { displayName = DISPLAY_NAMES[integration], oauth }: SetUpOptions = {}
): Promise<void> {
    const settings = {
        display_name: displayName,
        ...(oauth !== undefined && {
            credentials: {
                type: 'OAUTH2' as const,
                client_id: oauth.clientId,
                client_secret: oauth.clientSecret,
                scopes: oauth.scopes
            }
        })
    };
    if (await exists(nango, integration)) await nango.updateIntegration({ uniqueKey: integration }, settings);
    else {
        const provider = PROVIDERS[integration];
        await nango.createIntegration({ unique_key: integration, provider, ...settings });
    }
}

async function exists(nango: NangoNode, uniqueKey: string): Promise<boolean> {
    try {
        await nango.getIntegration({ uniqueKey });
        return true;
    } catch (error) {
        if (NotFoundSchema.safeParse(error).success) return false;
        throw error;
    }
}
