/**
 * The sync of roles, level by level (see role-graph.ts): a role is saved as soon as its members and the roles that it has
 * are known. A run that goes on takes the members of those that were saved before from their records, at no request.
 */
import { createHash } from 'crypto';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { compareNames } from '../../snowflake/identifiers.js';
import { listed } from '../../nango/listed-record.js';
import { behind, isWalked, within } from '../bookmark.js';
import type { PageMark } from '../bookmark.js';
import { believedMembers } from '../deep/grants.js';
import { refuseParts } from '../part.js';
import { fullRefresh } from '../full-refresh.js';
import type { Grants, Members } from '../grants.js';
import { rolesOf } from '../grants.js';
import type { ListedRole, Role } from '../kinds/roles.js';
import { RoleSchema, roles as roleKind, toListedRole } from '../kinds/roles.js';
import type { OpenWalk } from '../listed-model.js';
import { MemberReader } from '../member-reader.js';
import { portionAfter } from '../portions.js';
import { BEFORE_LEFT_OVER, RoleGraph } from '../role-graph.js';
import type { RoleLevel } from '../role-graph.js';
import type { Show } from '../show.js';
import { pagesByName } from '../show.js';
import type { CatalogHandle, Start } from './start.js';
import { startCatalogSync } from './start.js';

const MODEL = 'Role';
const DIGEST_LENGTH = 16;
/** So many leftovers are read before the first of them is saved: the roles that they have may be among them. */
const FEW_LEFT_OVER = 50;

export async function syncRoles(nango: CatalogHandle, client: SnowflakeClient, stored: unknown): Promise<void> {
    refuseParts('roles', nango.variant);
    const start = await startCatalogSync(nango, client, roleKind);
    const read = async (walk: OpenWalk<Role>): Promise<void> => await readRoles(start, walk);
    await fullRefresh(start, { model: MODEL, groupOf: null, read }, stored);
}

async function readRoles(start: Start, walk: OpenWalk<Role>): Promise<void> {
    const { nango, from } = start;
    const roles = await listRoles(from);
    const saved = walk.resumeAt ? await savedEdges(nango, roles) : new Map<string, SavedEdges>();
    const graph = new RoleGraph(roles);
    const reader = new MemberReader(from, roles);
    const queries = new Queries(start, roles, reader);
    if (queries.areAhead && !(await walk.begin())) await queries.ask();
    const saver = new RoleSaver(walk);
    for (const level of graph.levels()) {
        // Which of the saved ones this walk has saved shows level by level.
        const savedOf = ({ name }: ListedRole): SavedEdges | null =>
            (saver.isBehind(level.name, name) ? saved.get(name) : null) ?? null;
        for (const role of level.roles) {
            const edges = savedOf(role);
            if (edges) reader.know(role.name, edges.members);
        }
        reader.wantNext(level.roles);
        const reading = { from, walk, graph, reader, queries, saver, savedOf };
        await (level.isLeftOver ? readLeftOver(level, reading) : readLevel(level, reading));
    }
    await saver.end();
    await warnOfUnseen(nango, reader);
}

interface Reading {
    readonly from: Show;
    readonly walk: OpenWalk<Role>;
    readonly graph: RoleGraph;
    readonly reader: MemberReader;
    readonly queries: Queries;
    readonly saver: RoleSaver;
    /** As an earlier execution of this walk saved it; null where none has. */
    readonly savedOf: (role: ListedRole) => SavedEdges | null;
}

/** Tells the reader what two queries say of all roles, once, where the settings ask for them. */
class Queries {
    areAhead: boolean;
    readonly #start: Start;
    readonly #roles: readonly ListedRole[];
    readonly #reader: MemberReader;

    constructor(start: Start, roles: readonly ListedRole[], reader: MemberReader) {
        this.areAhead = start.settings.read_with?.source === 'account_usage';
        this.#start = start;
        this.#roles = roles;
        this.#reader = reader;
    }

    async ask(): Promise<void> {
        this.areAhead = false;
        for (const [name, members] of await believedMembers(this.#start, this.#roles)) this.#reader.know(name, members);
    }
}

/** Where executions were too short for the queries, a role that SHOW says is saved before them. */
async function membersOf(role: ListedRole, { reader, queries, saver }: Reading): Promise<Members> {
    if (queries.areAhead && saver.hasSaved && !reader.isKnown(role)) {
        await saver.end();
        await queries.ask();
    }
    return await reader.membersOf(role);
}

async function readLevel({ name: level, roles }: RoleLevel, reading: Reading): Promise<void> {
    const { graph, saver, savedOf } = reading;
    for (const role of roles) {
        const members = await membersOf(role, reading);
        graph.meet(role.name, members);
        await saver.add(level, toRole(role, members, graph.childrenOf(role.name)), savedOf(role) !== null);
    }
}

/**
 * A few are read before they are saved, as all members are known then. Many, or those of a run that was cut off at them
 * before, are asked what they have, which costs a request more for each that is not saved yet.
 */
async function readLeftOver({ name: level, roles }: RoleLevel, reading: Reading): Promise<void> {
    const { from, walk, graph, reader, saver, savedOf } = reading;
    const isSecondTime = [level, BEFORE_LEFT_OVER].includes(walk.resumeAt?.place[0] ?? '');
    const areFew = roles.length <= FEW_LEFT_OVER && !isSecondTime;
    if (!isSecondTime) await saver.note(BEFORE_LEFT_OVER);
    const open: ListedRole[] = [];
    for (const role of roles) {
        const members = await membersOf(role, reading);
        graph.meet(role.name, members);
        const children = areFew ? null : (savedOf(role)?.children ?? (await rolesOf(from, role.name, reader.nameOf)));
        if (Array.isArray(children)) await saver.add(level, toRole(role, members, children), savedOf(role) !== null);
        else open.push(role);
    }
    for (const role of open) {
        const children = graph.childrenOf(role.name);
        // A role whose members could not be listed may be a child of any other.
        const areAll = reader.unseen.length === 0 || children.length === role.granted_roles;
        await saver.add(level, toRole(role, reader.knownOf(role), areAll ? children : null), savedOf(role) !== null);
    }
}

/**
 * Saves some roles at a time, with the place that is reached and a digest of all that were saved, in their order. A run
 * that goes on holds that against what it takes for saved: where a role came to another level meanwhile, it may never have
 * been, so all of them are saved again.
 */
class RoleSaver {
    readonly #walk: OpenWalk<Role>;
    #level = '';
    #records: Role[] = [];
    #saved = 0;
    /** Taken for saved, and not yet known to be exactly those. */
    #doubtful: Role[] = [];
    #digest = '';

    constructor(walk: OpenWalk<Role>) {
        this.#walk = walk;
    }

    isBehind(level: string, name: string): boolean {
        const { resumeAt } = this.#walk;
        return resumeAt !== null && isWalked([level, name], behind(resumeAt.place));
    }

    get hasSaved(): boolean {
        return this.#saved > 0;
    }

    async add(level: string, record: Role, isSaved: boolean): Promise<void> {
        this.#digest = digestOf(this.#digest, record.name);
        if (isSaved) {
            this.#doubtful.push(record);
            if (this.#digest === this.#walk.resumeAt?.page?.last) this.#doubtful = [];
            return;
        }
        await this.#saveDoubtful();
        this.#level = level;
        this.#records.push(record);
        if (this.#records.length >= portionAfter(this.#saved)) await this.#save();
    }

    /** That it came so far. */
    async note(level: string): Promise<void> {
        await this.end();
        await this.#walk.save([], within([level], this.#mark));
    }

    async end(): Promise<void> {
        await this.#saveDoubtful();
        await this.#save();
    }

    async #save(): Promise<void> {
        const last = this.#records.at(-1);
        if (!last) return;
        await this.#walk.save(this.#records, within([this.#level, last.name], this.#mark));
        this.#saved += this.#records.length;
        this.#records = [];
    }

    async #saveDoubtful(): Promise<void> {
        if (this.#doubtful.length === 0) return;
        await this.#walk.saveSeen(this.#doubtful);
        this.#doubtful = [];
    }

    get #mark(): PageMark {
        return { last: this.#digest, anchor: '', anchor_before: '' };
    }
}

function digestOf(before: string, name: string): string {
    return createHash('sha256').update(`${before} ${name}`, 'utf8').digest('base64url').slice(0, DIGEST_LENGTH);
}

export async function listRoles(from: Show): Promise<ListedRole[]> {
    const roles: ListedRole[] = [];
    for await (const page of pagesByName(from, 'SHOW ROLES', undefined))
        roles.push(...page.rows.map((row) => toListedRole(row, undefined)));
    return roles.sort((a, b) => compareNames(a.name, b.name));
}

interface SavedEdges {
    readonly members: Members;
    /** Null where they are not known, or others by now. */
    readonly children: readonly string[] | null;
}

/** Who roles are granted to and what they have as their records say it, where nothing says that it is other by now. */
async function savedEdges(nango: CatalogHandle, roles: readonly ListedRole[]): Promise<Map<string, SavedEdges>> {
    const present = new Map(roles.map((role) => [role.name, role]));
    const saved = new Map<string, SavedEdges>();
    for await (const record of nango.listRecords(MODEL)) {
        const { isDeleted, isPruned } = listed(record);
        const { data: role } = RoleSchema.safeParse(record);
        if (isDeleted || isPruned || !role) continue;
        const now = present.get(role.name);
        const isSame =
            now?.assigned_to_users === role.assigned_to_users && now?.granted_to_roles === role.granted_to_roles;
        if (!isSame) continue;
        const { parent_roles: parents, users, child_roles: children } = role;
        saved.set(role.name, {
            members: parents && users ? { roles: parents, users } : null,
            children: now?.granted_roles === role.granted_roles ? children : null
        });
    }
    return saved;
}

function toRole(role: ListedRole, members: Members, children: readonly string[] | null): Role {
    return {
        ...role,
        parent_roles: members && [...members.roles],
        child_roles: children && [...children],
        users: members && [...members.users]
    };
}

export async function warnOfUnseen(
    nango: CatalogHandle,
    { unseen, reason }: Pick<Grants, 'unseen' | 'reason'>
): Promise<void> {
    const [first] = unseen;
    if (first === undefined) return;
    await nango.log(
        `The members of ${unseen.length} role(s) could not be listed, ${first} first. ${reason ?? ''}`.trimEnd(),
        { level: 'warn' }
    );
}
