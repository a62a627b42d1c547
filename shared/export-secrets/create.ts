/**
 * Begins a destination: checks the credentials' schema, claims the organisation's one place, writes the row and lets
 * the sync do the rest. The input holds no credentials: Nango stores it in plain text.
 */
import { randomUUID } from 'crypto';
import { ActionableError } from '../errors.js';
import { parseInput, wrongInput } from '../nango/report.js';
import type { Holder } from './claim-content.js';
import { openContext } from './context.js';
import type { LifecycleHandle } from './context.js';
import type { DestinationType } from './destination-type.js';
import { chooseFormat } from './formats.js';
import { glueConnectionName, secretName } from './naming.js';
import { newRow } from './record.js';
import type { ExportSecret } from './record.js';
import { readRows, saveRow } from './rows.js';
import { runSyncSoon, scheduleSync } from './schedule.js';
import { bringBack } from './recall.js';
import { takeClaim } from './succession.js';

export async function createExportSecret(
    nango: LifecycleHandle,
    input: unknown,
    type: DestinationType
): Promise<ExportSecret> {
    const wanted = parseInput(type.createInput, input);
    if (wanted.type !== undefined && wanted.type !== type.type) throw wrongType(wanted.type, type.type);
    const options = Object.fromEntries(
        Object.entries(wanted).flatMap(([key, value]) =>
            type.options.includes(key) && typeof value === 'string' && value !== '' ? [[key, value]] : []
        )
    );
    const unknown = Object.keys(wanted).find(
        (key) => isGiven(wanted, key) && !COMMON.has(key) && !type.options.includes(key)
    );
    if (unknown !== undefined) throw wrongInput(unknown, `is no option of this integration's destinations`);
    const context = await openContext(nango, type.type);
    const format = chooseFormat(type, type.impliedFormat?.(options, wanted.format) ?? wanted.format, context.settings);
    const candidate = await type.prepare(nango, options, context.settings);
    // Refused here where it does not fit, before it is sent anywhere.
    if (candidate.managed === undefined) candidate.content(format);
    const wantsGlue = wanted.glue_connection ?? context.settings.glueConnections?.has(type.type) ?? false;
    if (wantsGlue && candidate.glueConnection?.(format, { name: '', arn: '' }) === undefined)
        throw notReadByGlue(format);
    // Those that a reconnect took out of the metadata; one of them may be the active one.
    await bringBack(context, type);
    // Before the claim: should this run be killed after it, the hourly run finds the claim and goes on.
    await scheduleSync(nango);
    const id = randomUUID();
    const holder: Holder = {
        id,
        name: wanted.name,
        type: type.type,
        organization_id: context.organizationId,
        environment: context.environment,
        integration_id: nango.providerConfigKey,
        connection_id: nango.connectionId,
        secret_name: secretName(context.settings.prefix, context.organizationId, wanted.name, id),
        created_at: new Date().toISOString(),
        destination_metadata: { ...candidate.metadata },
        options,
        format,
        glue_connection: wantsGlue ? glueConnectionName(context.settings.prefix, id) : null,
        phase: 'active',
        turn: '',
        stored: null,
        predecessors: []
    };
    const held = await takeClaim(context, holder);
    const row = newRow(holder, held.version);
    // A sync that ran at this moment may have found the claim and gone ahead with it.
    const adopted = (await readRows(nango)).find((other) => other.id === id);
    if (adopted === undefined) await saveRow(nango, row, {});
    await runSyncSoon(nango);
    return context.record(row);
}

const COMMON: ReadonlySet<string> = new Set(['name', 'type', 'format', 'glue_connection']);

function isGiven(wanted: Readonly<Record<string, unknown>>, key: string): boolean {
    return wanted[key] !== undefined && wanted[key] !== '';
}

function notReadByGlue(format: string): ActionableError {
    return wrongInput(
        'glue_connection',
        `Glue cannot read a secret of this destination in the format "${format}"`,
        'Choose a format that Glue reads, see docs/export-secrets.md, or leave glue_connection out.'
    );
}

function wrongType(wanted: string, offered: string): ActionableError {
    return new ActionableError(
        'invalid_input',
        `This integration makes destinations of the type ${offered}, not ${JSON.stringify(wanted).slice(0, 60)}.`,
        'Leave the type out, or use the integration of that type.'
    );
}
