/** What the package exports to an app: the client, the registry of functions, and the models. */
export { snowflake } from './snowflake.js';
export type { SnowflakeClient, SnowflakeClientOptions } from './snowflake.js';
export type { Connection, SyncOptions, TriggerSyncOptions } from './connection.js';
export type { ConnectOptions, ConnectSession } from './connect.js';
export type { SetUpOptions } from './set-up.js';
export type { RecordMetadata, RecordPage, RecordsOptions, RecordStub, SyncedRecord } from './records.js';
export type { ConnectionSettings, SettingsChange } from './settings.js';
export type { ExportSecrets, SettledExportSecret, WaitOptions } from './export-secrets.js';
export { CallError } from './call-error.js';
export type { CallErrorCode } from './call-error.js';
export { parseWebhook } from './webhooks.js';
export type { ConnectionWebhook, SyncWebhook, Webhook } from './webhooks.js';
export { functions } from './functions.js';
export { normaliseAccount } from '../shared/snowflake/account.js';
export type { Account } from '../shared/snowflake/account.js';
export { isIntegrationId } from './names.js';
export type {
    ActionInput,
    ActionName,
    ActionOutput,
    ExportingId,
    IntegrationId,
    ModelName,
    ModelOf,
    SnowflakeIntegrationId,
    SyncName
} from './names.js';
export type { NangoNode } from './nango-node.js';
export * from './models.js';
