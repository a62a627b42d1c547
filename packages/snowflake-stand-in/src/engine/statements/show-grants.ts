/**
 * SHOW GRANTS in its four directions; takes LIMIT only. Unlike other commands it puts the names of roles and users in
 * quotes where they need them. A grant on all objects of a container is one row without a name, and on the object itself
 * a row with it. https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
import { showColumns, timestampCell } from '../cells.js';
import { doesNotExist, tooManyRows } from '../failures.js';
import { quoteIfNeeded } from '../names.js';
import { fullName, specificType, typeName } from '../full-name.js';
import { readKind } from '../kinds/index.js';
import { readContainer } from './grant-clauses.js';

import type { ResultSet } from '../../types.js';
import type { CellText } from '../cells.js';
import type { Context } from '../context.js';
import type { FutureGrant, Grantee, InheritedGrant, PrivilegeGrant } from '../grants.js';
import type { Securable } from '../objects/tree.js';
import type { Reader } from '../reader.js';
import type { GrantsForm, ShowOptions } from '../show-options.js';

const PRIVILEGES = showColumns(
    `created_on:time privilege granted_on name granted_to grantee_name grant_option granted_by is_inherited
    inherited_from inherited_from_database inherited_from_schema`
);
const TO_USER = showColumns(
    'created_on:time privilege granted_on name role granted_to grantee_name grant_option granted_by'
);
const OF_ROLE = showColumns('created_on:time role granted_to grantee_name granted_by');

const FUTURE = showColumns('created_on:time privilege grant_on name grant_to grantee_name grant_option');

type Row = readonly CellText[];

export function showGrants(context: Context, reader: Reader, options: ShowOptions): ResultSet {
    const future = reader.accept('FUTURE');
    reader.expect('GRANTS');
    const { columns, rows } = future
        ? { columns: FUTURE, rows: selectFuture(context, reader) }
        : select(context, reader, options.grantsForm);
    const limit = reader.accept('LIMIT') ? reader.integer() : null;
    reader.end();
    const { rowCap, capBehaviour } = options;
    if ((limit ?? 0) > rowCap || (limit === null && rows.length > rowCap && capBehaviour === 'error')) {
        throw tooManyRows(rowCap);
    }
    return { columns, rows: rows.slice(0, limit ?? rowCap), kind: 'show' };
}

function select(context: Context, reader: Reader, form: GrantsForm): Pick<ResultSet, 'columns' | 'rows'> {
    if (reader.accept('ON')) {
        if (reader.accept('ACCOUNT')) return { columns: PRIVILEGES, rows: onAccount(context, () => true) };
        const object = readKind(reader).find(context, reader.qualifiedName());
        return { columns: PRIVILEGES, rows: onObject(context, object, form) };
    }
    if (reader.accept('OF', 'ROLE')) {
        const role = knownRole(context, reader.name());
        return { columns: OF_ROLE, rows: context.account.grants.granteesOf(role).map(roleRow) };
    }
    if (reader.accept('TO', 'USER')) {
        const name = reader.name();
        if (!context.account.users.has(name)) throw doesNotExist('User', name);
        return { columns: TO_USER, rows: toUser(context, name) };
    }
    if (reader.accept('TO')) {
        reader.accept('ROLE');
        return { columns: PRIVILEGES, rows: toRole(context, knownRole(context, reader.name()), form) };
    }
    return { columns: TO_USER, rows: toUser(context, context.session.user) };
}

/** IN SCHEMA, IN DATABASE (its own, not those of its schemas) or TO ROLE. */
function selectFuture(context: Context, reader: Reader): Row[] {
    const { future } = context.account.grants;
    if (reader.accept('TO', 'ROLE')) {
        const role = knownRole(context, reader.name());
        return future.filter(({ grantee }) => grantee.kind === 'ROLE' && grantee.name === role).map(futureRow);
    }
    reader.expect('IN');
    const container = readContainer(context, reader);
    return future.filter((grant) => grant.container === container).map(futureRow);
}

function futureRow(grant: FutureGrant): Row {
    return [
        timestampCell(grant.createdOn),
        grant.privilege,
        underlined(grant.objectType),
        `${fullName(grant.container)}.<${grant.objectType}>`,
        grant.grantee.kind,
        quoteIfNeeded(grant.grantee.name),
        String(grant.grantOption)
    ];
}

function knownRole(context: Context, role: string): string {
    if (!context.account.roles.has(role)) throw doesNotExist('Role', role);
    return role;
}

function privilegeRow(grant: PrivilegeGrant, form: GrantsForm): CellText[] {
    return [
        timestampCell(grant.createdOn),
        grant.privilege,
        typeIn(form, grant.on),
        fullName(grant.on),
        grant.grantee.kind,
        granteeIn(form, grant.grantee),
        String(grant.grantOption),
        quoteIfNeeded(grant.grantedBy),
        ...NOT_INHERITED
    ];
}

const NOT_INHERITED: readonly CellText[] = ['false', '', '', ''];

function typeIn(form: GrantsForm, object: Securable): string {
    if (form === '2026_06') return underlined(specificType(object));
    return object.type === 'VIEW' ? 'TABLE' : underlined(typeName(object));
}

function underlined(type: string): string {
    return type.replaceAll(' ', '_');
}

function granteeIn(form: GrantsForm, { name, prefix }: Grantee): string {
    const shown = quoteIfNeeded(name);
    return form === '2026_06' || prefix === undefined ? shown : `${quoteIfNeeded(prefix)}.${shown}`;
}

/** `name` is empty where the grant itself is shown, and the object's where one that it reaches is. */
function inheritedRow(grant: InheritedGrant, name: string, form: GrantsForm): CellText[] {
    const { database, schema } = grant;
    return [
        timestampCell(grant.createdOn),
        grant.privilege,
        underlined(grant.objectType),
        name,
        grant.grantee.kind,
        granteeIn(form, grant.grantee),
        'false',
        quoteIfNeeded(grant.grantedBy),
        'true',
        schema === null ? (database === null ? 'ACCOUNT' : 'DATABASE') : 'SCHEMA',
        database === null ? '' : quoteIfNeeded(database),
        schema === null ? '' : quoteIfNeeded(schema)
    ];
}

function ownershipRow(object: Securable, form: GrantsForm): CellText[] {
    return [
        timestampCell(object.createdOn),
        'OWNERSHIP',
        typeIn(form, object),
        fullName(object),
        'ROLE',
        quoteIfNeeded(object.owner),
        'true',
        quoteIfNeeded(object.owner),
        ...NOT_INHERITED
    ];
}

function roleRow(grant: ReturnType<Context['account']['grants']['granteesOf']>[number]): CellText[] {
    return [
        timestampCell(grant.createdOn),
        quoteIfNeeded(grant.role),
        grant.grantee.kind,
        quoteIfNeeded(grant.grantee.name),
        quoteIfNeeded(grant.grantedBy)
    ];
}

function onObject(context: Context, object: Securable, form: GrantsForm): Row[] {
    const { grants } = context.account;
    const owner = object.owner === '' ? [] : [ownershipRow(object, form)];
    const inherited = grants.inheritedOn(object);
    return [
        ...owner,
        ...grants.on(object).map((grant) => privilegeRow(grant, form)),
        ...inherited.map((grant) => inheritedRow(grant, fullName(object), form))
    ];
}

function onAccount(context: Context, keep: (role: string) => boolean): Row[] {
    return context.account.grants.account
        .filter((grant) => keep(grant.grantee.name))
        .map((grant) => [
            timestampCell(grant.createdOn),
            grant.privilege,
            'ACCOUNT',
            'ACCOUNT',
            grant.grantee.kind,
            quoteIfNeeded(grant.grantee.name),
            String(grant.grantOption),
            quoteIfNeeded(grant.grantedBy),
            ...NOT_INHERITED
        ]);
}

/** Privileges on objects, ownerships, and USAGE on the roles that this role inherits. */
function toRole(context: Context, role: string, form: GrantsForm): Row[] {
    const { grants } = context.account;
    const direct = grants.all().filter((grant) => grant.grantee.kind === 'ROLE' && grant.grantee.name === role);
    const inherited = grants
        .rolesOf({ kind: 'ROLE', name: role })
        .map((grant) => [
            timestampCell(grant.createdOn),
            'USAGE',
            'ROLE',
            quoteIfNeeded(grant.role),
            'ROLE',
            quoteIfNeeded(role),
            'false',
            quoteIfNeeded(grant.grantedBy),
            ...NOT_INHERITED
        ]);
    const owned = [...context.account.securables()].filter((object) => object.owner === role);
    const containers = grants.inherited.filter(({ grantee }) => grantee.kind === 'ROLE' && grantee.name === role);
    return [
        ...onAccount(context, (name) => name === role),
        ...owned.map((object) => ownershipRow(object, form)),
        ...direct.map((grant) => privilegeRow(grant, form)),
        ...inherited,
        ...containers.map((grant) => inheritedRow(grant, '', form))
    ];
}

function toUser(context: Context, user: string): Row[] {
    return context.account.grants
        .rolesOf({ kind: 'USER', name: user })
        .map((grant) => [
            timestampCell(grant.createdOn),
            'USAGE',
            'ROLE',
            quoteIfNeeded(grant.role),
            quoteIfNeeded(grant.role),
            'USER',
            quoteIfNeeded(user),
            'false',
            quoteIfNeeded(grant.grantedBy)
        ]);
}
