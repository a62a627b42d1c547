/**
 * The actions of a connection as an agent's tools, over MCP: packages/server/lib/controllers/mcp/connectionTools.ts and
 * connectionToolsServer.ts of Nango. Of the declared input only `properties`, `required` and `description` are told, and
 * of a failure no more than 500 characters of the payload's `error`.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { Hono } from 'hono';
import * as z from 'zod';

import { ApiRefusal, parsed } from './reply.js';

import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import type { Connection } from '../connections.js';
import type { ExecutionFailure } from '../outcome.js';
import type { CompiledAction } from '../project.js';
import type { ServedNango } from './served-nango.js';

const Headers = z.object({ 'connection-id': z.string(), 'provider-config-key': z.string() });
const InputSchema = z.looseObject({
    type: z.unknown(),
    properties: z.record(z.string(), z.looseObject({})).optional(),
    required: z.array(z.string()).optional(),
    description: z.string().optional()
});

const LONGEST_DETAIL = 500;
/** packages/shared/lib/utils/error.ts: what an error of each type says by itself. */
const MESSAGES: Readonly<Record<string, string>> = {
    action_script_runtime_error: 'The action script failed with a runtime error',
    script_network_error: 'A network error occurred during an HTTP call',
    script_http_error: 'An error occurred during an HTTP call',
    script_internal_error: 'An internal error occurred during the script execution',
    script_output_too_large: 'Script output is too large'
};

export function mcpRoutes(nango: ServedNango): Hono {
    const app = new Hono();
    app.post('/mcp', async (context) => {
        const headers = parsed(Headers, context.req.header(), 'headers');
        const connection = nango.connections.find(headers['provider-config-key'], headers['connection-id']);
        if (connection === null) {
            throw new ApiRefusal(
                400,
                'unknown_connection',
                'Provided connection-id and provider-config-key do not match a valid connection'
            );
        }
        const transport = new WebStandardStreamableHTTPServerTransport();
        await toolServer(nango, connection).connect(transport);
        return await transport.handleRequest(context.req.raw);
    });
    app.get('/mcp', (context) =>
        context.json({ jsonrpc: '2.0', error: { code: -32_000, message: 'Method not allowed.' }, id: null }, 405)
    );
    return app;
}

/** One for each request, as Nango keeps no session. */
function toolServer(nango: ServedNango, connection: Connection): Server {
    const integration = connection.integration.uniqueKey;
    const actions = nango.project.integrations.find((each) => each.providerConfigKey === integration)?.actions ?? [];
    const server = new Server(
        { name: 'Nango Connection Tools MCP server', version: '1.0.0' },
        { capabilities: { tools: {} } }
    );
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: actions.flatMap(toolsOf) }));
    server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: input = {} } }) => {
        if (!actions.some((action) => action.name === name)) {
            return toolError(
                `Tool '${name}' is not one of this connection's tools. Call one of the tools listed for this connection.`,
                'tool_not_available',
                integration
            );
        }
        const { output, error } = await nango.runAction(integration, name, connection.connectionId, input);
        if (error === null) return { content: [{ type: 'text', text: JSON.stringify(output, null, 2) }] };
        return toolError(
            `Tool '${name}' ran on integration '${integration}' and failed: ${detailOf(error)}. Read the failure before deciding whether to call it again with different input or to tell the user.`,
            'tool_failed',
            integration
        );
    });
    return server;
}

/** None where the input is no object. */
function toolsOf({ name, description, input, json_schema: schema }: CompiledAction): Tool[] {
    const declared = input === null ? undefined : schema.definitions[input];
    const model = declared === undefined || declared['type'] === 'null' ? undefined : InputSchema.parse(declared);
    if (model !== undefined && model.type !== 'object') return [];
    return [
        {
            name,
            description: description || name,
            inputSchema: {
                type: 'object',
                properties: model?.properties,
                required: model?.required,
                ...(model?.description !== undefined && { description: model.description })
            }
        }
    ];
}

function toolError(text: string, code: string, integration: string): CallToolResult {
    return {
        content: [{ type: 'text', text }],
        isError: true,
        _meta: { 'nango/error_code': code, 'nango/integration_id': integration }
    };
}

function detailOf({ type, payload }: ExecutionFailure): string {
    const message = MESSAGES[type] ?? `An unhandled error of type '${type}' has occurred`;
    const { error } = payload;
    const inner = z.looseObject({ message: z.string() }).safeParse(error).data?.message;
    const reason = typeof error === 'string' ? error : inner;
    return reason === undefined || message.includes(reason)
        ? message
        : `${message}: ${reason.slice(0, LONGEST_DETAIL)}`;
}
