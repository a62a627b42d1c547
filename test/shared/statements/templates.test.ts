/**
 * An app that called the public templates' statement actions can call these: every input they take is taken, with the
 * same types, and every output field that they may give is there under its name.
 */
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
    cancelStatementSpec,
    executeStatementSpec,
    getStatementResultSpec,
    getStatementStatusSpec
} from '../../../shared/statements/specs.js';

const COLUMN = (path: string): Record<string, string> => ({
    [`${path}.name`]: 'string',
    [`${path}.type`]: 'string',
    [`${path}.precision`]: 'number',
    [`${path}.scale`]: 'number',
    [`${path}.length`]: 'number',
    [`${path}.nullable`]: 'boolean'
});

const RESULT = {
    code: 'string',
    sqlState: 'string',
    message: 'string',
    statementHandle: 'string',
    statementStatusUrl: 'string',
    createdOn: 'number',
    'resultSetMetaData.numRows': 'number',
    'resultSetMetaData.format': 'string',
    ...COLUMN('resultSetMetaData.rowType[]'),
    'resultSetMetaData.rowType[].database': 'string',
    'resultSetMetaData.rowType[].schema': 'string',
    'resultSetMetaData.rowType[].table': 'string',
    'resultSetMetaData.rowType[].byteLength': 'number',
    'resultSetMetaData.rowType[].collation': 'string',
    'resultSetMetaData.partitionInfo[].rowCount': 'number',
    'resultSetMetaData.partitionInfo[].uncompressedSize': 'number',
    'resultSetMetaData.partitionInfo[].compressedSize': 'number',
    'data[][]': 'unknown'
};

const TEMPLATES = [
    {
        action: 'execute-statement',
        spec: { ...executeStatementSpec, input: executeStatementSpec.accepts },
        input: {
            statement: 'string',
            timeout: 'number',
            warehouse: 'string',
            database: 'string',
            schema: 'string',
            role: 'string',
            'bindings{}.type': 'string',
            'bindings{}.value': 'string'
        },
        output: {
            ...RESULT,
            'statementHandles[]': 'string',
            'stats.numRowsInserted': 'number',
            'stats.numRowsUpdated': 'number',
            'stats.numRowsDeleted': 'number',
            'stats.numDuplicateRowsUpdated': 'number',
            'stats.numRowsUnloaded': 'number',
            'stats.numBytesUnloaded': 'number'
        }
    },
    {
        action: 'get-statement-status',
        spec: getStatementStatusSpec,
        input: { statementHandle: 'string' },
        output: RESULT
    },
    {
        action: 'get-statement-result',
        spec: getStatementResultSpec,
        input: { statement_handle: 'string', partition: 'number' },
        output: {
            statement_handle: 'string',
            statement_state: 'string',
            num_rows: 'number',
            ...COLUMN('columns[]'),
            'columns[].byte_length': 'number',
            'rows[][]': 'unknown',
            next_partition_num: 'number'
        }
    },
    {
        action: 'cancel-statement',
        spec: cancelStatementSpec,
        input: { statement_handle: 'string' },
        output: { code: 'string', message: 'string' }
    }
];

const NodeSchema = z.looseObject({
    type: z.string().optional(),
    anyOf: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), z.unknown()).optional(),
    additionalProperties: z.unknown().optional(),
    items: z.unknown().optional()
});

/** The leaves of a schema, each with the types that it may have; an integer is a number. */
function leavesOf(schema: unknown, path = ''): Map<string, Set<string>> {
    const node = NodeSchema.parse(schema);
    const leaves = new Map<string, Set<string>>();
    const inside: [unknown, string][] = [
        ...(node.anyOf ?? []).map((part): [unknown, string] => [part, path]),
        ...Object.entries(node.properties ?? {}).map(([name, part]): [unknown, string] => [
            part,
            path === '' ? name : `${path}.${name}`
        ])
    ];
    if (node.items !== undefined) inside.push([node.items, `${path}[]`]);
    if (node.type === 'object' && typeof node.additionalProperties === 'object') {
        inside.push([node.additionalProperties, `${path}{}`]);
    }
    for (const [part, at] of inside) {
        for (const [leaf, types] of leavesOf(part, at)) {
            leaves.set(leaf, new Set([...(leaves.get(leaf) ?? []), ...types]));
        }
    }
    if (inside.length === 0) leaves.set(path, new Set([(node.type ?? 'unknown').replace('integer', 'number')]));
    return leaves;
}

test.each(TEMPLATES)('$action has every field of the template, with its type', ({ spec, input, output }) => {
    for (const [schema, fields] of [
        [spec.input, input],
        [spec.output, output]
    ] as const) {
        const ours = leavesOf(z.toJSONSchema(schema));
        const others = Object.entries(fields).filter(([field, type]) => ours.get(field)?.has(type) !== true);
        expect(others).toEqual([]);
    }
});

test.each([
    { timeout: 0 },
    { timeout: 45.5 },
    { timeout: 3600 },
    { database: '', schema: '', warehouse: '', role: '' }
])('execute-statement takes %j, as Snowflake does', (input) => {
    expect(executeStatementSpec.accepts.safeParse({ statement: 'SELECT 1', ...input }).success).toBe(true);
});
