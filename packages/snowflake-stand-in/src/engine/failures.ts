/**
 * Snowflake's refusals, each with its six-digit code, its SQL state and its wording. Clients tell them apart by the
 * code, but people and older drivers read the text, so the text is Snowflake's too.
 */
import { StatementFailure } from '../types.js';

const COMPILATION = 'SQL compilation error:';

export function syntaxError(line: number, position: number, unexpected: string): StatementFailure {
    const what = unexpected === '' ? "unexpected '<EOF>'" : `unexpected '${unexpected}'`;
    return new StatementFailure(
        '001003',
        '42000',
        `${COMPILATION}\nsyntax error line ${line} at position ${position} ${what}.`
    );
}

export function unsupported(feature: string): StatementFailure {
    return new StatementFailure('000002', '0A000', `Unsupported feature '${feature}'.`);
}

export function invalidIdentifier(name: string, line = 1, position = 0): StatementFailure {
    return new StatementFailure(
        '000904',
        '42000',
        `SQL compilation error: error line ${line} at position ${position}\ninvalid identifier '${name}'`
    );
}

export function unknownFunction(name: string): StatementFailure {
    return new StatementFailure('002140', '42601', `${COMPILATION}\nUnknown function ${name}`);
}

/** `kind` is the word Snowflake starts with: Object, Table, Database, Schema, Role, User ... */
export function doesNotExist(kind: string, name: string): StatementFailure {
    const state = kind === 'Object' || kind === 'Table' || kind === 'View' ? '42S02' : '02000';
    return new StatementFailure('002003', state, `${COMPILATION}\n${kind} '${name}' does not exist or not authorized.`);
}

export function refusedValue(message: string): StatementFailure {
    return new StatementFailure('001420', '22023', message);
}

/** What SHOW, USE, DROP and DESCRIBE say of an object or container that is not there or not visible. */
export function cannotOperate(): StatementFailure {
    return new StatementFailure(
        '002043',
        '02000',
        `${COMPILATION}\nObject does not exist, or operation cannot be performed.`
    );
}

export function shareGone(): StatementFailure {
    return new StatementFailure(
        '003030',
        '02000',
        `${COMPILATION}\nShared database is no longer available for use. It will need to be re-created if and when the publisher makes it available again.`
    );
}

export function alreadyExists(name: string): StatementFailure {
    return new StatementFailure('002002', '42710', `${COMPILATION}\nObject '${name}' already exists.`);
}

export function insufficientPrivileges(kind: string, name: string): StatementFailure {
    return new StatementFailure(
        '003001',
        '42501',
        `SQL access control error:\nInsufficient privileges to operate on ${kind} '${name}'.`
    );
}

/** A type of object has no such privilege; those that it has are granted all the same. */
export function grantPartiallyExecuted(privileges: readonly string[]): StatementFailure {
    return new StatementFailure(
        '003008',
        '42501',
        `SQL access control error:\nGrant partially executed: privileges [${privileges.join(', ')}] not granted.`
    );
}

export function roleNotAssigned(role: string): StatementFailure {
    return new StatementFailure(
        '003013',
        '42501',
        `SQL access control error:\nRequested role '${role}' is not assigned to the executing user. Specify another role to activate.`
    );
}

export function noCurrentDatabase(command: string): StatementFailure {
    return new StatementFailure(
        '090105',
        '22000',
        `Cannot perform ${command}. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.`
    );
}

export function noCurrentSchema(command: string): StatementFailure {
    return new StatementFailure(
        '090106',
        '22000',
        `Cannot perform ${command}. This session does not have a current schema. Call 'USE SCHEMA', or use a qualified name.`
    );
}

export function noWarehouse(): StatementFailure {
    return new StatementFailure(
        '000606',
        '57P03',
        "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command."
    );
}

export function tooManyRows(cap: number): StatementFailure {
    return new StatementFailure(
        '090153',
        '22000',
        `The result set size exceeded the max number of rows(${cap}) supported for SHOW statements. Use LIMIT option to limit result set to a smaller number.`
    );
}

/** Of INFORMATION_SCHEMA in a large account. https://docs.snowflake.com/en/sql-reference/info-schema#general-usage-notes */
export function tooMuchData(): StatementFailure {
    return new StatementFailure(
        '090030',
        '22000',
        'Information schema query returned too much data. Please repeat query with more selective predicates.'
    );
}

export function cancelled(): StatementFailure {
    return new StatementFailure('000604', '57014', 'SQL execution canceled');
}

export function timedOut(seconds: number): StatementFailure {
    return new StatementFailure(
        '000630',
        '57014',
        `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`
    );
}

export function wrongStatementCount(actual: number, wanted: number): StatementFailure {
    return new StatementFailure(
        '000008',
        '0A000',
        `Actual statement count ${actual} did not match the desired statement count ${wanted}.`
    );
}
