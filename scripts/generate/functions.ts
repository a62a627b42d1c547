/**
 * What stands in `integrations/`: for every way to connect (a module of `shared/ways/`) the syncs and listings of all
 * kinds and the functions below, and for every other destination the functions of its life. The entry files and the
 * client's registry are written from it.
 */
import { KINDS } from '../../shared/catalog/kinds/index.js';
import { DESTINATIONS } from '../../shared/export-secrets/types/index.js';
import { WAYS } from '../../shared/ways/index.js';
import type { Way } from '../../shared/ways/way.js';
import type { Kind } from '../../shared/catalog/kind.js';
import type { VendorDestination } from '../../shared/export-secrets/vendor-destination.js';

/** A module of `shared/`, without its ending, and what is taken from it. */
export interface Import {
    readonly module: string;
    readonly names: readonly string[];
}

export type FunctionKind = 'sync' | 'action' | 'on-event';

export interface PlannedFunction {
    readonly kind: FunctionKind;
    readonly name: string;
    /** The first line of the entry file. */
    readonly about: string;
    /** An expression for what Nango is told of it. */
    readonly spec: string;
    /** The call that does the work. */
    readonly call: string;
    /** What the call needs beside `nango` and `input`. */
    readonly needs: 'client' | 'checkpointed client' | 'nothing' | 'own errors';
    readonly imports: readonly Import[];
}

export interface PlannedIntegration {
    readonly id: string;
    readonly registry: 'snowflakeFunctions' | 'queryFunctions' | 'exportFunctions';
    /** Where the client comes from, for those with a Snowflake account behind them. */
    readonly way: string | null;
    readonly functions: readonly PlannedFunction[];
}

/** An export destination, as entry files write it. */
interface Destination {
    readonly type: string;
    readonly title: string;
    /** What its create action is told to Nango with. */
    readonly create: Imported;
    /** For functions that try credentials, and for those that do not. */
    readonly destination: Imported;
    readonly alone: Imported;
}

/** An expression and what it takes. */
interface Imported {
    readonly expression: string;
    readonly imports: readonly Import[];
}

/** The file of a type in `shared/export-secrets/types/`, without its ending; what it exports is named alike. */
export function fileOf(type: string): string {
    return type.replaceAll('_', '-');
}

function action(name: string, about: string, module: string, takes: readonly string[], spec?: Import): PlannedFunction {
    const call = camelCase(name);
    const names = spec === undefined ? [call, `${call}Spec`] : [call];
    return {
        kind: 'action',
        name,
        about,
        spec: `${call}Spec`,
        call: `${call}(${takes.join(', ')})`,
        needs: 'client',
        imports: [{ module, names }, ...(spec === undefined ? [] : [spec])]
    };
}

function statement(name: string, about: string, module: string, takes: readonly string[]): PlannedFunction {
    return action(name, about, module, takes, { module: 'statements/specs', names: [`${camelCase(name)}Spec`] });
}

const ACTIONS: readonly PlannedFunction[] = [
    statement('query', 'One statement that reads, with its first rows.', 'statements/query', ['client', 'input']),
    statement('execute-statement', 'Runs SQL with bound values; rows come typed and by pages.', 'statements/execute', [
        'nango',
        'client',
        'input'
    ]),
    statement(
        'get-statement-status',
        'How a statement stands, with its first rows or its failure.',
        'statements/by-handle',
        ['client', 'input']
    ),
    statement(
        'get-statement-result',
        'Rows of a statement that has ended, by page or partition.',
        'statements/by-handle',
        ['client', 'input']
    ),
    statement('cancel-statement', 'Cancels a running statement.', 'statements/by-handle', ['client', 'input']),
    action('list-grants', 'Grants to or of a role, to a user, or on an object.', 'catalog/listing/grants', [
        'client',
        'input'
    ]),
    action(
        'describe-table',
        'One table or view with its columns, keys and policies.',
        'catalog/listing/describe-table',
        ['client', 'input']
    ),
    action(
        'test-connection',
        'Who the connection is and what it can see, each check with its remedy.',
        'connection/test',
        ['nango', 'client', 'input']
    ),
    action(
        'rotate-key-pair',
        'A new key pair for the own user; the private key goes to AWS Secrets Manager, the old key is retired later.',
        'key-rotation/rotate',
        ['nango', 'client', 'input']
    ),
    action(
        'rotate-token',
        'A new secret for an access token of a user; it goes to AWS Secrets Manager, the old one works on for some hours.',
        'access-token/rotate',
        ['nango', 'client', 'input']
    )
];

const QUERY_RESULTS: PlannedFunction = {
    kind: 'sync',
    name: 'query-results',
    about: 'One record per row of the query that the customer configured.',
    spec: 'queryResultsSpec',
    call: 'syncQueryResults(nango, client, checkpoint)',
    needs: 'checkpointed client',
    imports: [
        { module: 'query/spec', names: ['queryResultsSpec'] },
        { module: 'query/sync', names: ['syncQueryResults'] }
    ]
};

const EVENTS: readonly PlannedFunction[] = [
    event(
        'validate-connection',
        'Refuses a connection that cannot work, and says in Connect UI what to fix.',
        'connectionMade',
        'connection/made'
    ),
    event(
        'post-connection-creation',
        "Notes account, region, role and warehouse in the connection's metadata.",
        'describeConnection',
        'connection/describe'
    )
];

function event(name: string, about: string, call: string, module: string): PlannedFunction {
    return {
        kind: 'on-event',
        name,
        about,
        spec: `${camelCase(name)}Spec`,
        call: `${call}(nango, client)`,
        needs: 'client',
        imports: [
            { module, names: [call] },
            { module: 'connection/specs', names: [`${camelCase(name)}Spec`] }
        ]
    };
}

/** The syncs that read more than the rows of one SHOW have a module of their own. */
const OWN_SYNCS: Readonly<Record<string, string>> = {
    databases: 'syncDatabases',
    roles: 'syncRoles',
    users: 'syncUsers'
};

function kindSync(kind: Kind & { readonly sync: NonNullable<Kind['sync']> }): PlannedFunction {
    const own = OWN_SYNCS[kind.name];
    return {
        kind: 'sync',
        name: kind.name,
        about: `One record per ${kind.sync.record}.`,
        spec: `syncSpecOf(${kind.name})`,
        call:
            own === undefined
                ? `syncObjects(nango, ${kind.name}, client, checkpoint)`
                : `${own}(nango, client, checkpoint)`,
        needs: 'checkpointed client',
        imports: [
            { module: `catalog/kinds/${kind.name}`, names: [kind.name] },
            { module: 'catalog/sync-spec', names: ['syncSpecOf'] },
            own === undefined
                ? { module: 'catalog/syncs/objects', names: ['syncObjects'] }
                : { module: `catalog/syncs/${kind.name}`, names: [own] }
        ]
    };
}

function kindListing(kind: Kind & { readonly listing: NonNullable<Kind['listing']> }): PlannedFunction {
    return {
        kind: 'action',
        name: `list-${kind.name}`,
        about: `${firstSentence(kind.listing.description).replace(/^Lists (\w)/, (_, first: string) => first.toUpperCase())} Page by page.`,
        spec: `listingSpecOf(${kind.name})`,
        call: `listKind(client, ${kind.name}, input)`,
        needs: 'client',
        imports: [
            { module: `catalog/kinds/${kind.name}`, names: [kind.name] },
            { module: 'catalog/listing/list', names: ['listKind', 'listingSpecOf'] }
        ]
    };
}

/** What the module of that name exports as `<name>Spec`. */
function specOf(name: string, file: string): Imported {
    return {
        expression: `${name}Spec`,
        imports: [{ module: `export-secrets/${file}`, names: [`${name}Spec`] }]
    };
}

/** An action of a destination's life. */
function secret(verb: string, about: string, of: Imported, file = verb, spec = specOf(verb, file)): PlannedFunction {
    const name = `${verb}-export-secret${verb === 'list' ? 's' : ''}`;
    return {
        kind: 'action',
        name,
        about,
        spec: spec.expression,
        call: `${camelCase(name)}(nango, input, ${of.expression})`,
        needs: 'nothing',
        imports: [{ module: `export-secrets/${file}`, names: [camelCase(name)] }, ...spec.imports, ...of.imports]
    };
}

function lifeOf({ type, title, create, destination, alone }: Destination): PlannedFunction[] {
    return [
        secret('create', `Begins an export destination of the type ${title}.`, destination, 'create', create),
        secret('get', 'One export destination, to poll its status.', alone, 'read'),
        secret('list', 'All export destinations of the connection, ended ones too.', alone, 'read'),
        secret('disconnect', 'Archives an export destination and schedules its secret for deletion.', alone),
        secret('restore', 'Brings an archived export destination back within the recovery window.', destination),
        secret(
            'rotate',
            'New credentials of the connection into the same secret; off until the operator turns it on.',
            destination
        ),
        {
            kind: 'action',
            name: 'check-export-setup',
            about: 'For the operator: whether AWS, its rights and the settings are ready for destinations.',
            spec: 'checkSetupSpec',
            call: 'checkExportSetup(nango, input)',
            needs: 'nothing',
            imports: [{ module: 'export-secrets/check-setup', names: ['checkExportSetup', 'checkSetupSpec'] }]
        },
        {
            kind: 'sync',
            name: 'export-secrets',
            about: 'Provisions, finishes and watches the export destinations of the connection.',
            spec: 'syncSpec',
            call: `syncExportSecrets(nango, ${destination.expression})`,
            needs: 'nothing',
            imports: [
                { module: 'export-secrets/sync', names: ['syncExportSecrets', 'syncSpec'] },
                ...destination.imports
            ]
        },
        {
            kind: 'on-event',
            name: 'pre-connection-deletion',
            about: "Ends the connection's export destinations with it; the log says what could not be done.",
            spec: 'preConnectionDeletionSpec',
            call: `endExportSecrets(nango, '${type}')`,
            needs: 'own errors',
            imports: [
                { module: 'export-secrets/before-deletion', names: ['endExportSecrets', 'preConnectionDeletionSpec'] }
            ]
        }
    ];
}

/** The one type of destination that has no integration of its own: every way to connect has it. */
function snowflakeDestination(way: string): Destination {
    const from = (module: string): Imported => ({
        expression: 'destination',
        imports: [{ module: `ways/${way}/${module}`, names: ['destination'] }]
    });
    return {
        type: 'snowflake',
        title: 'Snowflake',
        create: createSpec('CreateSnowflakeInputSchema', 'export-secrets/types/snowflake-account'),
        destination: from('tried-destination'),
        alone: from('destination')
    };
}

function vendorDestination({ type, title }: VendorDestination): Destination {
    const name = camelCase(fileOf(type));
    const destination = {
        expression: name,
        imports: [{ module: `export-secrets/types/${fileOf(type)}`, names: [name] }]
    };
    return {
        type,
        title,
        create: createSpec('CreateInputSchema', 'export-secrets/create-input'),
        destination,
        alone: destination
    };
}

function createSpec(schema: string, module: string): Imported {
    return {
        expression: `createSpecOf(${schema})`,
        imports: [
            { module: 'export-secrets/create-input', names: ['createSpecOf'] },
            { module, names: [schema] }
        ]
    };
}

function snowflake(way: string, { integration, triedBy }: Pick<Way, 'integration' | 'triedBy'>): PlannedIntegration {
    const kinds: readonly Kind[] = KINDS;
    return {
        id: integration,
        // Without a destination: what one signs in with is no use to a reader of secrets.
        registry: triedBy === null ? 'queryFunctions' : 'snowflakeFunctions',
        way,
        functions: [
            ...kinds.flatMap((kind) => (kind.sync === undefined ? [] : [kindSync({ ...kind, sync: kind.sync })])),
            QUERY_RESULTS,
            ...ACTIONS,
            ...kinds.flatMap((kind) =>
                kind.listing === undefined ? [] : [kindListing({ ...kind, listing: kind.listing })]
            ),
            ...EVENTS,
            ...(triedBy === null ? [] : lifeOf(snowflakeDestination(way)))
        ]
    };
}

export const INTEGRATIONS: readonly PlannedIntegration[] = [
    ...Object.entries(WAYS).map(([name, way]) => snowflake(name, way)),
    ...DESTINATIONS.map((type): PlannedIntegration => ({
        id: type.integration,
        registry: 'exportFunctions',
        way: null,
        functions: lifeOf(vendorDestination(type))
    }))
];

/** What an entry file says of a function that models are told more of. */
function firstSentence(text: string): string {
    return `${text.split(/[.:] /)[0]?.replace(/[.]$/, '') ?? ''}.`;
}

export function camelCase(name: string): string {
    return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
