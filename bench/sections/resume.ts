/**
 * Executions that die, on a local Nango that keeps records and checkpoints: whether every one gets further, and how many
 * requests all of them send beside one that is left alone.
 */
import { LocalNango } from 'nango-stand-in';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { CONNECTION } from '../../local/world.js';
import type { Size } from '../account/sizes.js';
import { PROVIDERS } from '../process/processes.js';
import { Accounts } from '../process/runs.js';
import type { Runs } from '../process/runs.js';
import { tableOf, wayOf, whole } from '../report/markdown.js';
import type { Report } from '../report/report.js';

/** A request for each database, and one for each role. */
const accountOf = (requests: number): Size => ({
    databases: requests,
    schemas: 2,
    tables: 5,
    columns: 5,
    roles: requests,
    users: 1,
    queryRows: 0
});
/** What is under way when an execution dies is asked again: of this many requests it is a small share. */
const LARGE = accountOf(700);
const SMALL = accountOf(60);
const SYNCS = ['columns', 'roles'];
const KILLED_AFTER = [4, 10, 50];
/** Of a run that dies once. */
const MOST_TIMES = 1.02;
/** More than that, and it gets nowhere. */
const MOST_EXECUTIONS = 500;

interface Resumed {
    readonly sync: string;
    readonly integration: string;
    /** After so many requests, each time; null for once, after half of them. */
    readonly killedAfter: number | null;
    readonly executions: number;
    readonly isWhole: boolean;
    readonly needed: number;
    readonly sent: number;
}

export async function measureResuming(runs: Runs): Promise<Report> {
    return reportOf([...(await measured(runs, LARGE, halfWay)), ...(await measured(runs, SMALL, timeAndAgain))]);
}

/** A sync of one connection. */
interface Subject {
    readonly nango: LocalNango;
    readonly integration: string;
    readonly sync: string;
    /** Of a run that is left alone. */
    readonly records: number;
    readonly needed: number;
}

async function measured(runs: Runs, size: Size, resumed: (subject: Subject) => Promise<Resumed[]>): Promise<Resumed[]> {
    const accounts = new Accounts(runs.credentials);
    const { url } = await accounts.of(size, 0);
    const nango = await LocalNango.start({ folder: runs.folder, hosts: { '*.snowflakecomputing.com': url } });
    for (const [integration, provider] of PROVIDERS) nango.addIntegration(integration, provider);
    for (const connection of runs.credentials.newConnections()) nango.addConnection(connection);
    const figures: Resumed[] = [];
    try {
        for (const [integration] of PROVIDERS) {
            for (const sync of SYNCS) {
                const undisturbed = await nango.runSync(integration, sync, CONNECTION);
                const about = { records: recordsOf(undisturbed), needed: undisturbed.requests.length };
                figures.push(...(await resumed({ nango, integration, sync, ...about })));
            }
        }
    } finally {
        await nango.close();
        await accounts.close();
    }
    return figures;
}

async function halfWay(subject: Subject): Promise<Resumed[]> {
    const { nango, integration, sync, needed } = subject;
    forget(subject);
    const cut = await nango.runSync(integration, sync, CONNECTION, { killAfterRequests: Math.ceil(needed / 2) });
    return [summed(subject, null, [cut, await nango.runSync(integration, sync, CONNECTION)])];
}

async function timeAndAgain(subject: Subject): Promise<Resumed[]> {
    const { nango, integration, sync } = subject;
    const figures: Resumed[] = [];
    for (const killAfterRequests of KILLED_AFTER) {
        forget(subject);
        const run = async (): Promise<ExecutionResult> =>
            await nango.runSync(integration, sync, CONNECTION, { killAfterRequests });
        const all = [await run()];
        while (all.at(-1)?.status === 'killed' && all.length < MOST_EXECUTIONS) all.push(await run());
        figures.push(summed(subject, killAfterRequests, all));
    }
    return figures;
}

/** As if the sync had never run. */
function forget({ nango, integration, sync }: Subject): void {
    const connection = nango.connections.find(integration, CONNECTION);
    if (connection === null) throw new Error(`There is no connection of ${integration}`);
    nango.resetSync(connection, sync, 'base');
    nango.recordStore.deleteConnection(connection.id);
}

function recordsOf({ counts }: ExecutionResult): number {
    return Object.values(counts).reduce((sum, { added }) => sum + added, 0);
}

function summed(
    { integration, sync, needed, records }: Subject,
    killedAfter: number | null,
    all: readonly ExecutionResult[]
): Resumed {
    const saved = all.reduce((sum, each) => sum + recordsOf(each), 0);
    return {
        sync,
        integration,
        killedAfter,
        executions: all.length,
        isWhole: all.at(-1)?.status === 'success' && saved === records,
        needed,
        sent: all.reduce((sum, { requests }) => sum + requests.length, 0)
    };
}

function deathOf({ sync, killedAfter }: Resumed): string {
    return `${sync}, ${killedAfter === null ? 'killed once, half way' : `killed every ${killedAfter} requests`}`;
}

function reportOf(figures: readonly Resumed[]): Report {
    return {
        title: 'Resuming',
        conditions:
            'By SHOW, a request for each database and for each role; all executions together beside one that is left alone.',
        tables: [
            tableOf([
                ['sync', 'connection', 'executions', 'requests needed', 'sent', 'more for each death', 'all records'],
                ...figures.map((each) => [
                    deathOf(each),
                    wayOf(each.integration),
                    whole(each.executions),
                    whole(each.needed),
                    whole(each.sent),
                    ((each.sent - each.needed) / Math.max(1, each.executions - 1)).toFixed(1),
                    each.isWhole ? 'yes' : 'NO'
                ])
            ])
        ],
        targets: figures.flatMap((each) => {
            const { integration, killedAfter, executions, isWhole, sent, needed } = each;
            const about = { of: deathOf(each), integration };
            const text = 'a run that is killed gets further, to the end';
            // One that was not killed shows nothing.
            const ends = { ...about, text, figure: `${executions} executions`, holds: isWhole && executions > 1 };
            if (killedAfter !== null) return [ends];
            const times = sent / needed;
            const cost = { ...about, text: `at most ${MOST_TIMES} times the requests`, figure: times.toFixed(3) };
            return [ends, { ...cost, holds: times <= MOST_TIMES }];
        }),
        figures
    };
}
