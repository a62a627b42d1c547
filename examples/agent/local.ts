/** The agent's side on the embedded Snowflake and the local Nango: `npx tsx examples/agent/local.ts`, compiled before. */
import process from 'node:process';
import { buildSampleAccount, READER_WAREHOUSE } from 'snowflake-stand-in/engine/sample-account.js';
import { CONNECTION, KEY_PAIR, startWorld } from '../../local/world.js';
import { callTool, connectAgent, openAiTools, READING } from './agent.js';

const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
};

const world = await startWorld({
    fill: buildSampleAccount,
    role: 'ACCOUNTADMIN',
    place: { warehouse: READER_WAREHOUSE }
});
const agent = await connectAgent({
    host: world.nango.url,
    secretKey: world.nango.secretKey,
    integration: KEY_PAIR,
    connectionId: CONNECTION
});
const { tools } = await agent.listTools();
for (const { name, description } of openAiTools(tools, READING)) say(`${name}: ${description.split('. ')[0]}.`);
for (const statement of [
    'SELECT C_NAME, C_ACCTBAL FROM SALES.PUBLIC.CUSTOMER ORDER BY C_ACCTBAL DESC LIMIT 3',
    'DROP TABLE SALES.PUBLIC.CUSTOMER'
]) {
    say(`\n> ${statement}`);
    say((await callTool(agent, 'query', { statement })).text);
}
await agent.close();
await world.close();
