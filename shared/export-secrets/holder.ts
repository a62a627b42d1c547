/** What a claim says of a destination whose own claim was lost: its row, without the options that stood there alone. */
import type { Holder } from './claim-content.js';
import type { Context } from './context.js';
import type { Row } from './record.js';

export function holderFrom(context: Context, row: Row): Holder {
    const { nango } = context;
    return {
        id: row.id,
        name: row.name,
        type: row.type,
        organization_id: row.organization_id,
        environment: context.environment,
        integration_id: nango.providerConfigKey,
        connection_id: nango.connectionId,
        secret_name: row.secret_name,
        created_at: row.created_at,
        destination_metadata: row.destination_metadata,
        options: {},
        format: row.format,
        glue_connection: row.glue_connection,
        phase: 'active',
        turn: '',
        stored:
            row.secret_arn === null
                ? null
                : {
                      arn: row.secret_arn,
                      version: row.secret_version,
                      mark: row.secret_mark,
                      destination_metadata: row.destination_metadata
                  },
        predecessors: []
    };
}
