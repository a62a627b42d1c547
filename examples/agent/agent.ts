/**
 * An agent's side of a connection: Nango's MCP server lists its actions as tools and runs them. Which of them a model
 * gets is for the app to choose, here by name.
 */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';

export interface Target {
    /** https://api.nango.dev, or a Nango of one's own. */
    readonly host: string;
    /** Stays on the server: whoever has it can call every action of every connection. */
    readonly secretKey: string;
    readonly integration: string;
    readonly connectionId: string;
}

/** Enough to answer questions about data; none of them can change anything. */
export const READING = [
    'query',
    'get-statement-result',
    'list-databases',
    'list-schemas',
    'list-tables',
    'list-views',
    'list-columns',
    'describe-table'
] as const;

export async function connectAgent({ host, secretKey, integration, connectionId }: Target): Promise<Client> {
    const headers = {
        authorization: `Bearer ${secretKey}`,
        'connection-id': connectionId,
        'provider-config-key': integration
    };
    const agent = new Client({ name: 'nango-snowflake-example', version: '1.0.0' });
    await agent.connect(new StreamableHTTPClientTransport(new URL('/mcp', host), { requestInit: { headers } }));
    return agent;
}

/** Tools for a model of OpenAI's, in strict mode. Nango leaves out that a schema names all fields there are. */
export function openAiTools(tools: readonly Tool[], offered: readonly string[]): OpenAiTool[] {
    return tools
        .filter(({ name }) => offered.includes(name))
        .map(({ name, description = '', inputSchema }) => ({
            type: 'function',
            name,
            description,
            strict: true,
            parameters: { ...inputSchema, additionalProperties: false }
        }));
}

export interface OpenAiTool {
    readonly type: 'function';
    readonly name: string;
    readonly description: string;
    readonly strict: true;
    readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Answer {
    /** The tool refused: the text says why, and what to do instead. Give it to the model as any other answer. */
    readonly isError: boolean;
    readonly text: string;
}

export async function callTool(agent: Client, name: string, input: Record<string, unknown>): Promise<Answer> {
    const result = CallToolResultSchema.parse(await agent.callTool({ name, arguments: input }));
    const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    return { isError: result.isError ?? false, text };
}
