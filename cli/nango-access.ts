/** Which Nango is meant, and by which key: one answer for every command, found where the nango CLI finds it. */
import { envFileVariables } from './env-files.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Asked {
    readonly key?: string | undefined;
    readonly env?: string | undefined;
    readonly host?: string | undefined;
}

/** What is missing or wrong, and what to do about it. */
export interface NoAccess {
    readonly id: 'nango.key' | 'nango.host';
    readonly message: string;
    readonly remedy: string;
}

export type NangoAccess =
    | { readonly secretKey: string; readonly keyFrom: string; readonly host: string }
    | { readonly wrong: NoAccess };

const NANGO_CLOUD = 'https://api.nango.dev';
export const CORRECT_HOST = 'the URL of the Nango server (its API, not the dashboard), without a path.';
const ANY_ENVIRONMENT = 'NANGO_SECRET_KEY';

/** As with the CLI, the environment's own key comes before `NANGO_SECRET_KEY`; what is empty is not set. */
export function nangoAccess(asked: Asked, project: string, given: Variables): NangoAccess {
    const variables = { ...given, ...envFileVariables(project, given) };
    const ofEnvironment = `${ANY_ENVIRONMENT}_${(asked.env ?? 'dev').toUpperCase()}`;
    const set = [ofEnvironment, ANY_ENVIRONMENT].map((name) => [name, variables[name]] as const);
    const [keyFrom, secretKey] = [['--key', asked.key] as const, ...set].find(([, value]) => isSet(value)) ?? [];
    if (keyFrom === undefined || secretKey === undefined) {
        return {
            wrong: {
                id: 'nango.key',
                message: `There is no secret key: neither ${ofEnvironment} nor ${ANY_ENVIRONMENT} is set, in the shell or in .env.`,
                remedy: 'Take it from Environment Settings of the environment in Nango.'
            }
        };
    }
    const hosts = [asked.host, variables['NANGO_HOSTPORT'], NANGO_CLOUD];
    const host = (hosts.find(isSet) ?? NANGO_CLOUD).trim().replace(/\/+$/, '');
    if (/^https?:\/\//i.test(host) && URL.canParse(host)) return { secretKey: secretKey.trim(), keyFrom, host };
    return {
        wrong: {
            id: 'nango.host',
            message: `"${host}" is no URL: it has to begin with https:// (or http://).`,
            remedy: `Correct NANGO_HOSTPORT, or --host: ${CORRECT_HOST}`
        }
    };
}

function isSet(value: string | undefined): value is string {
    return value !== undefined && value.trim() !== '';
}
