/**
 * The part of the matrix that `npm test` runs: every fault on what differs, shared by the functions of one code path, and
 * two in turn on those that are the same code under another name. `npm run faults` runs the whole of it. A function that no kin claims bears every fault in both.
 */
import { ACCESS_TOKEN, INTEGRATIONS, KEY_PAIR, OAUTH } from '../../../local/world.js';
import type { CompiledFunction } from 'nango-stand-in/project.js';
import { KINDS } from '../../../shared/catalog/kinds/index.js';

/** Functions that one code path serves. */
interface Kin {
    /** Of `integration/name`. */
    readonly members: RegExp;
    /** Those that bear every fault for all of them. */
    readonly whole: RegExp;
    readonly reason: string;
}

const SNOWFLAKE = INTEGRATIONS.join('|');
const WALKED = KINDS.map(({ name }) => name)
    .filter((name) => name !== 'roles')
    .join('|');

export const KIN: readonly Kin[] = [
    {
        members: new RegExp(`^(${SNOWFLAKE})/list-(?!export-|grants$)`),
        whole: /\/list-(tables|users)$/,
        reason: 'one listing reads every kind: of schemas, or of the account'
    },
    {
        members: new RegExp(`^(${SNOWFLAKE})/(${WALKED})$`),
        whole: /\/(tables|users)$/,
        reason: 'one walk reads every kind: of schemas, or of the account (roles ask for members too, and are no kin)'
    },
    {
        members: new RegExp(`^(${SNOWFLAKE})/(validate-connection|post-connection-creation|test-connection)$`),
        whole: /\/(validate|test)-connection$/,
        reason: 'one check of the connection'
    },
    {
        members: new RegExp(`^(${SNOWFLAKE})/(execute-statement|query|(get|cancel)-statement.*)$`),
        whole: /\/(execute-statement|get-statement-result)$/,
        reason: 'a statement is sent, or asked for by its handle'
    },
    {
        members: /\/(.*-export-secrets?|export-secrets|check-export-setup|pre-connection-deletion)$/,
        whole: /^(qlik-export\/(?!get-|list-|check-)|(snowflake-.*|postgresql-export)\/create-export-secret$)/,
        reason: 'one life of an export, of which a look shows a part; only how create tries the credentials differs: a vendor, Glue, the driver, SQL'
    }
];

/** Ways to connect whose client is the key pair's, but for who signs a request in. */
const BEARERS: ReadonlySet<string> = new Set([ACCESS_TOKEN, OAUTH]);
/** One of each kind that stands for all of such a way. */
export const OF_A_BEARER =
    /^(validate-connection|test-connection|databases|query-results|execute-statement|list-tables)$/;
const OF_EACH_BEARER = /^(validate-connection|databases|execute-statement)$/;
/** What has to do with who signs a request in; `npm run faults` runs all faults. */
const OF_A_SIGN_IN = /^(401 |429 with|a connection reset after|Nango does not give the connection$)/;

/** What Nango fails at is the same whatever carries the statements. */
export const OF_NANGO = /^(Nango |an interruption)/;

/** How many faults those bear that others stand for. */
const IN_TURN = 2;

/** Of several on one connection that bear every fault for their kin, each bears its share: any two in a row bear all. */
const SHARES = 2;

const named = ({ integration, name }: CompiledFunction): string => `${integration}/${name}`;

/** Which of the faults the function bears in `npm test`. */
export function partOf(
    fn: CompiledFunction,
    functions: readonly CompiledFunction[],
    faults: readonly string[]
): string[] {
    if (BEARERS.has(fn.integration))
        return OF_EACH_BEARER.test(fn.name) ? faults.filter((fault) => OF_A_SIGN_IN.test(fault)) : [];
    const kin = KIN.find(({ members }) => members.test(named(fn)));
    if (kin === undefined || kin.whole.test(named(fn))) {
        const mine = faults.filter(
            (fault) => fn.integration === KEY_PAIR || !isTwin(fn, functions) || !OF_NANGO.test(fault)
        );
        const sharers = kin === undefined ? [fn] : sharersOf(fn, kin, functions);
        if (sharers.length === 1) return mine;
        const turn = sharers.findIndex(({ name }) => name === fn.name);
        return mine.filter((_, index) => (index + turn) % SHARES === 0);
    }
    const others = functions.filter((each) => kin.members.test(named(each)) && !kin.whole.test(named(each)));
    const first = others.findIndex((each) => named(each) === named(fn)) * IN_TURN;
    return Array.from({ length: IN_TURN }, (_, index) => faults[(first + index) % faults.length] ?? '');
}

function sharersOf(
    fn: CompiledFunction,
    { whole, members }: Kin,
    functions: readonly CompiledFunction[]
): CompiledFunction[] {
    return functions.filter(
        (each) => each.integration === fn.integration && members.test(named(each)) && whole.test(named(each))
    );
}

/** The key pair has a function of that name, too. */
function isTwin(fn: CompiledFunction, functions: readonly CompiledFunction[]): boolean {
    return functions.some(({ integration, name }) => integration === KEY_PAIR && name === fn.name);
}
