/**
 * The part of `@nangohq/node` that the client uses. It is picked from the class so that any release with these methods
 * fits, and so that the package needs the SDK's types alone: the app brings the instance.
 */
import type { Nango } from '@nangohq/node';

export type NangoNode = Pick<
    Nango,
    | 'listRecords'
    | 'triggerAction'
    | 'startSync'
    | 'triggerSync'
    | 'pauseSync'
    | 'syncStatus'
    | 'getMetadata'
    | 'setMetadata'
    | 'updateMetadata'
    | 'getConnection'
    | 'listConnections'
    | 'createConnectSession'
    | 'createReconnectSession'
    | 'getIntegration'
    | 'createIntegration'
    | 'updateIntegration'
    | 'verifyIncomingWebhookRequest'
>;

/** A connection as every call names it. */
export interface ConnectionRef<Integration extends string> {
    readonly integration: Integration;
    readonly connectionId: string;
}
