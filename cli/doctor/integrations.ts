/** What an integration of this package is for, by the functions that it has. */
import { functions, isIntegrationId } from '../../client/index.js';
import type { ExportingId, IntegrationId, SnowflakeIntegrationId } from '../../client/index.js';

/** Reads an account. */
export function isSnowflake(integration: IntegrationId): integration is SnowflakeIntegrationId {
    return 'tables' in functions[integration].syncs;
}

/** Its connections can be a destination; those by OAuth cannot. */
export function isExporting(integration: IntegrationId): integration is ExportingId {
    return 'export-secrets' in functions[integration].syncs;
}

export function snowflakeIds(): string[] {
    return Object.keys(functions).filter((id) => isIntegrationId(id) && isSnowflake(id));
}
