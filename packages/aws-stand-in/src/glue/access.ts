/**
 * Which IAM question each Glue call asks.
 * https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
import { authorize, type Caller } from '../call.js';
import type { RequestContext } from '../iam-policy.js';
import type { GlueStore } from './store.js';

const resourceTags = (store: GlueStore, arn: string): RequestContext =>
    Object.fromEntries([...(store.tags.get(arn) ?? [])].map(([key, value]) => [`aws:ResourceTag/${key}`, [value]]));

export function authorizeArn(caller: Caller, store: GlueStore, action: string, arn: string): void {
    authorize(caller, `glue:${action}`, arn, resourceTags(store, arn));
}

export function authorizeJob(caller: Caller, store: GlueStore, action: string, jobName: string): void {
    authorizeArn(caller, store, action, store.arn('job', jobName));
}

/** Connections live in the Data Catalog: the catalog has to be allowed as well. */
export function authorizeConnection(caller: Caller, store: GlueStore, action: string, name: string): void {
    authorize(caller, `glue:${action}`, store.catalogArn);
    authorizeArn(caller, store, action, store.arn('connection', name));
}
