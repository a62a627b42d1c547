/** https://docs.snowflake.com/en/sql-reference/sql/show-stages */
import { yesNo } from '../cells.js';
import { booleanProperty, readProperties, textProperty } from '../properties.js';
import { plainKind } from './plain-kind.js';
import { ownerRoleType, start } from './rows.js';

interface Stage {
    url: string;
    region: string | null;
    cloud: string | null;
    storageIntegration: string | null;
    directoryEnabled: boolean;
}

export const stages = plainKind<Stage>({
    type: 'STAGE',
    plural: 'STAGES',
    title: 'Stage area',
    clauses: { terse: 'ignored', paging: 'ignored' },
    cutAtCap: true,
    privileges: ['READ', 'USAGE', 'WRITE'],
    shown: `created_on:time name database_name schema_name url has_credentials has_encryption_key owner comment region
        type cloud notification_channel storage_integration endpoint owner_role_type directory_enabled`,
    sample: [
        { name: 'LANDING_STAGE', directoryEnabled: true },
        { name: 'EXPORTS', url: 's3://example-exports/daily/', cloud: 'AWS', region: 'us-east-1' }
    ],
    defaults: () => ({ url: '', region: null, cloud: null, storageIntegration: null, directoryEnabled: false }),
    row: (object, stage) => [
        ...start(object),
        stage.url,
        'N',
        'N',
        object.owner,
        object.comment,
        stage.region,
        stage.url === '' ? 'INTERNAL' : 'EXTERNAL',
        stage.cloud,
        null,
        stage.storageIntegration,
        null,
        ownerRoleType(object),
        yesNo(stage.directoryEnabled)
    ],
    read: (reader) => {
        const properties = readProperties(reader);
        const url = textProperty(properties, 'URL') ?? '';
        const cloud = /^(s3|gcs|azure)/i.exec(url)?.[1]?.toUpperCase() ?? null;
        return {
            comment: textProperty(properties, 'COMMENT') ?? '',
            url,
            cloud: cloud === 'S3' ? 'AWS' : cloud,
            directoryEnabled: booleanProperty(properties, 'DIRECTORY') ?? false
        };
    }
});
