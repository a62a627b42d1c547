/** What a claim says of a destination whose own claim was lost: its row, without the options that stood there alone. */
import { pick } from '../names.js';
import type { Holder } from './claim-content.js';
import type { Context } from './context.js';
import type { Row } from './record.js';

export function holderFrom(context: Context, row: Row): Holder {
    const { nango } = context;
    return {
        ...pick(row, 'id, name, type, organization_id, secret_name, created_at, destination_metadata'),
        ...pick(row, 'format, glue_connection'),
        environment: context.environment,
        integration_id: nango.providerConfigKey,
        connection_id: nango.connectionId,
        options: {},
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
