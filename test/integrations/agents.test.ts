/** What an agent sees of a connection over Nango's MCP server, by a real client: tools, rows, and refusals in our words. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../local/world.js';
import type { World } from '../../local/world.js';
import { callTool, connectAgent, openAiTools, READING } from '../../examples/agent/agent.js';
import type { Answer } from '../../examples/agent/agent.js';
import { inFull, namesOf } from '../support/functions.js';
import { strictProblems } from '../support/strict-schema.js';

let world: World;
beforeAll(async () => {
    world = await startWorld({ place: { warehouse: 'NANGO_WH' } });
});
afterAll(async () => await world.close());

describe.each(INTEGRATIONS)('%s', (integration) => {
    let agent: Client;
    beforeAll(async () => {
        const { url: host, secretKey } = world.nango;
        agent = await connectAgent({ host, secretKey, integration, connectionId: CONNECTION });
    });
    afterAll(async () => await agent.close());

    const call = async (name: string, input: object): Promise<Answer> =>
        await callTool(agent, name, inFull(integration, name, input));

    test('every action is a tool whose fields are all required', async () => {
        const { tools } = await agent.listTools();
        expect(tools.map(({ name }) => name).toSorted()).toEqual(namesOf(integration, 'action').toSorted());
        for (const { inputSchema } of tools)
            expect(inputSchema.required ?? []).toEqual(Object.keys(inputSchema.properties ?? {}));
        const offered = openAiTools(tools, READING);
        expect(offered.map(({ name }) => name).toSorted()).toEqual(READING.toSorted());
        expect(offered.flatMap(({ name, parameters }) => strictProblems(parameters, name))).toEqual([]);
    });

    test('query reads, with null for what the model leaves out', async () => {
        const { isError, text } = await call('query', { statement: 'SELECT 1 AS A UNION ALL SELECT 2 ORDER BY A' });
        expect([isError, JSON.parse(text)]).toMatchObject([false, { num_rows: 2, records: [{ A: 1 }, { A: 2 }] }]);
    });

    test('a refusal says what is wrong and what to do', async () => {
        expect(await call('query', { statement: 'DROP DATABASE APP' })).toEqual({
            isError: true,
            text: expect.stringMatching(
                /statement_not_read_only: The statement was not run: .* Send one SELECT, WITH … SELECT, SHOW, DESCRIBE or EXPLAIN\./
            )
        });
        world.setMetadata({ allowed_statements: ['select'] });
        expect(await call('execute-statement', { statement: 'DROP DATABASE APP' })).toEqual({
            isError: true,
            text: expect.stringContaining('statement_not_allowed: Nothing was run: statement 1 is of the kind drop')
        });
        world.setMetadata({});
        expect(await call('query', { statement: 'SELECT * FROM NO_SUCH.PUBLIC.T' })).toMatchObject({
            isError: true,
            text: expect.stringContaining('object_not_found')
        });
    });
});
