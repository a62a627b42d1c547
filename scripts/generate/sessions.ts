/**
 * `client/sessions.ts`: what an app gives a Connect session of each integration, from the ways to connect and the types of
 * destination. Written out, so that an app's build carries none of the code that tries credentials.
 */
import { format } from 'oxfmt';
import * as z from 'zod';

import { DESTINATIONS } from '../../shared/export-secrets/types/index.js';
import { configKey } from '../../shared/export-secrets/vendor-destination.js';
import { WAYS } from '../../shared/ways/index.js';
import { STYLE } from './entry-files.js';
import { camelCase } from './functions.js';

const Field = z.looseObject({
    type: z.enum(['string', 'number', 'null']).optional(),
    anyOf: z.array(z.object({ type: z.string() })).optional(),
    description: z.string().optional()
});
const Session = z.looseObject({ properties: z.record(z.string(), Field), required: z.array(z.string()).default([]) });

export interface SessionField {
    readonly name: string;
    readonly type: string;
    readonly description: string | null;
    readonly isRequired: boolean;
}

export function fieldsOf(session: z.ZodObject): readonly SessionField[] {
    const { properties, required } = Session.parse(z.toJSONSchema(session));
    return Object.entries(properties).map(([name, { type, anyOf, description }]) => ({
        name,
        type: anyOf?.map((each) => each.type).join(' | ') ?? type ?? 'unknown',
        description: description ?? null,
        isRequired: required.includes(name)
    }));
}

export async function sessionsSource(): Promise<string> {
    const ways = Object.entries(WAYS).map(([folder, way]) => ({ ...way, folder, name: camelCase(folder) }));
    const source = `/**
 * What an app gives a Connect session of each integration, and what that sets in \`connection_config\`. Written by
 * \`npm run generate\` from the ways to connect and the types of destination.
 */
${ways.map(({ folder, name }) => `import { ${name} } from '../shared/ways/${folder}/way.js';`).join('\n')}
import type { SessionConfig } from '../shared/ways/way.js';
import { setFields } from './set-fields.js';

export interface ConnectFields {
${[...ways, ...DESTINATIONS].map(({ integration, session }) => `readonly '${integration}': ${typeText(session)};`).join('\n')}
}

export const SESSIONS: { readonly [I in keyof ConnectFields]: SessionConfig<ConnectFields[I]> } = {
${[
    ...ways.map(({ integration, name }) => `'${integration}': ${name}.config`),
    ...DESTINATIONS.map(({ integration, session }) => `'${integration}': setFields(${keysText(session)})`)
].join(',\n')}
};

/** The provider in Nango that each integration is made with. */
export const PROVIDERS: { readonly [I in keyof ConnectFields]: string } = {
${[...ways, ...DESTINATIONS].map(({ integration, provider }) => `'${integration}': '${provider.split(' ')[0] ?? ''}'`).join(',\n')}
};

/** What customers read above the form, where the operator gives the integration no other name. */
export const DISPLAY_NAMES: { readonly [I in keyof ConnectFields]: string } = {
${[
    ...ways.map(({ integration, displayName }) => `'${integration}': '${displayName}'`),
    ...DESTINATIONS.map(({ integration, title }) => `'${integration}': '${title}'`)
].join(',\n')}
};
`;
    return (await format('sessions.ts', source, STYLE)).code;
}

function typeText(session: z.ZodObject): string {
    const fields = fieldsOf(session).map(({ name, type, description, isRequired }) => {
        const about = description === null ? '' : `/** ${description} */\n`;
        return `${about}readonly ${name}${isRequired ? '' : '?'}: ${type}${isRequired ? '' : ' | undefined'};`;
    });
    return `{\n${fields.join('\n')}\n}`;
}

function keysText(session: z.ZodObject): string {
    const fields = fieldsOf(session);
    const keys = (isRequired: boolean): string =>
        fields
            .filter((field) => field.isRequired === isRequired)
            .map(({ name }) => `${name}: '${configKey(name)}'`)
            .join(', ');
    const optional = keys(false);
    return `{ required: { ${keys(true)} }${optional === '' ? '' : `, optional: { ${optional} }`} }`;
}
