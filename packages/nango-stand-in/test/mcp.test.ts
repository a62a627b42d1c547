/** The actions as tools, through a real MCP client. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startFixture } from './project.js';

import type { LocalNango } from '../src/local-nango.js';

let local: LocalNango;
let client: Client;
beforeAll(async () => {
    local = await startFixture();
    client = await connected({});
});
afterAll(async () => {
    await client.close();
    await local.close();
});

async function connected(headers: Record<string, string>): Promise<Client> {
    const made = new Client({ name: 'test', version: '1.0.0' });
    await made.connect(
        new StreamableHTTPClientTransport(new URL(`${local.url}/mcp`), {
            requestInit: { headers: { ...HEADERS, authorization: `Bearer ${local.secretKey}`, ...headers } }
        })
    );
    return made;
}
const HEADERS = { 'connection-id': 'one', 'provider-config-key': 'fixture' };

test('lists the actions with their fields, which Nango no longer says to be all', async () => {
    const { tools } = await client.listTools();
    const probe = tools.find(({ name }) => name === 'probe');
    expect(probe?.description).toBe('Does one thing of the SDK and tells what came of it');
    expect(Object.keys(probe?.inputSchema ?? {}).sort()).toEqual(['properties', 'required', 'type']);
    expect(probe?.inputSchema.required).toEqual(['op']);
    expect(client.getServerVersion()?.name).toBe('Nango Connection Tools MCP server');
});

test('calls one, and gives its output as indented JSON', async () => {
    const result = await client.callTool({ name: 'probe', arguments: { op: 'trigger' } });
    expect(result).toEqual({ content: [{ type: 'text', text: '{\n  "result": "triggered"\n}' }] });
});

test("tells of a failure no more than Nango's own words and the payload's error", async () => {
    const failed = await client.callTool({ name: 'probe', arguments: { op: 'throw', kind: 'action' } });
    expect(failed).toEqual({
        isError: true,
        content: [
            {
                type: 'text',
                text: "Tool 'probe' ran on integration 'fixture' and failed: The action script failed with a runtime error. Read the failure before deciding whether to call it again with different input or to tell the user."
            }
        ],
        _meta: { 'nango/error_code': 'tool_failed', 'nango/integration_id': 'fixture' }
    });
    const unknown = await client.callTool({ name: 'nothing', arguments: {} });
    expect(unknown).toMatchObject({ isError: true, _meta: { 'nango/error_code': 'tool_not_available' } });
});

test('refuses a wrong key, an unknown connection, missing headers and a stream', async () => {
    await expect(connected({ authorization: 'Bearer wrong' })).rejects.toThrow('unknown_account');
    await expect(connected({ 'connection-id': 'nobody' })).rejects.toThrow('unknown_connection');
    const authorization = `Bearer ${local.secretKey}`;
    const bare = await fetch(`${local.url}/mcp`, { method: 'POST', headers: { authorization }, body: '{}' });
    expect([bare.status, await bare.json()]).toMatchObject([400, { error: { code: 'invalid_headers' } }]);
    const stream = await fetch(`${local.url}/mcp`, { headers: { authorization } });
    expect([stream.status, await stream.json()]).toMatchObject([405, { error: { code: -32_000 } }]);
});
