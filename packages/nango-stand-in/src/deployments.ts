/**
 * What is deployed to the environment: at first the project that this Nango runs; then what `nango deploy` sends, which
 * is remembered and compared, as Nango does, and not run.
 */
import type { Project } from './project.js';

export interface DeployedFunction {
    readonly integration: string;
    readonly type: 'sync' | 'action' | 'on-event';
    readonly name: string;
    readonly event: string | null;
    readonly version: string | null;
    readonly description: string;
    readonly returns: readonly string[];
    readonly runs: string | null;
    readonly autoStart: boolean;
    readonly jsonSchema: unknown;
    readonly features: readonly string[];
    readonly lastDeployed: string;
    /** As the operator has switched it in the dashboard; a new deploy leaves that as it is. */
    readonly enabled?: boolean;
}

export interface Differences {
    readonly created: readonly DeployedFunction[];
    readonly updated: readonly DeployedFunction[];
    readonly deleted: readonly DeployedFunction[];
}

export class Deployments {
    #functions = new Map<string, DeployedFunction>();

    constructor(project: Project, deployedAt: string) {
        for (const { integration, kind, name, definition, event } of project.functions()) {
            this.put({
                integration,
                type: kind,
                name,
                event,
                version: definition?.version ?? null,
                description: definition?.description ?? '',
                returns: definition?.output ?? [],
                runs: definition?.type === 'sync' ? definition.runs : null,
                autoStart: definition?.type === 'sync' && definition.auto_start,
                jsonSchema: definition?.json_schema ?? null,
                features: definition?.features ?? [],
                lastDeployed: deployedAt
            });
        }
    }

    list(): DeployedFunction[] {
        return [...this.#functions.values()];
    }

    put(deployed: DeployedFunction): void {
        this.#functions.set(keyOf(deployed), deployed);
    }

    remove(deployed: Pick<DeployedFunction, 'integration' | 'type' | 'name'>): void {
        this.#functions.delete(keyOf(deployed));
    }

    /**
     * What a deploy of these would change. With `reconcile`, what is not among them goes: everywhere, or, where the
     * deploy is of one integration, in the integrations that it names alone.
     * https://nango.dev/docs/reference/functions/functions-cli
     */
    differences(
        sent: readonly DeployedFunction[],
        reconcile: boolean,
        mode: 'all' | 'integration' | 'single'
    ): Differences {
        const keys = new Set(sent.map(keyOf));
        const integrations = new Set(sent.map(({ integration }) => integration));
        return {
            created: sent.filter((each) => !this.#functions.has(keyOf(each))),
            updated: sent.filter((each) => this.#functions.has(keyOf(each))),
            deleted: reconcile
                ? this.list().filter(
                      (each) => !keys.has(keyOf(each)) && (mode !== 'integration' || integrations.has(each.integration))
                  )
                : []
        };
    }

    apply({ created, updated, deleted }: Differences): void {
        for (const each of created) this.put(each);
        for (const each of updated) {
            const { enabled = true } = this.#functions.get(keyOf(each)) ?? {};
            this.put({ ...each, enabled });
        }
        for (const each of deleted) this.remove(each);
    }
}

function keyOf({ integration, type, name }: Pick<DeployedFunction, 'integration' | 'type' | 'name'>): string {
    return `${integration}/${type}/${name}`;
}
