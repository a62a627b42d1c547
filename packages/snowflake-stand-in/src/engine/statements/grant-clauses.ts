/** The parts that the forms of GRANT and REVOKE are made of. */
import { doesNotExist } from '../failures.js';

import type { Context } from '../context.js';
import type { Grantee } from '../grants.js';
import type { Database, Schema } from '../objects/tree.js';
import type { Reader } from '../reader.js';

export function readPrivileges(reader: Reader): string[] {
    const privileges: string[] = [];
    do {
        const words: string[] = [];
        while (!reader.isNext('ON') && !reader.isSymbol(',')) words.push(reader.name());
        const privilege = words.join(' ');
        privileges.push(privilege === 'ALL PRIVILEGES' ? 'ALL' : privilege);
    } while (reader.acceptSymbol(','));
    return privileges;
}

export function readContainer(context: Context, reader: Reader): Database | Schema {
    if (reader.accept('SCHEMA')) return context.scopeSchema(reader.qualifiedName());
    reader.expect('DATABASE');
    return context.scopeDatabase(reader.name());
}

/** `EXTERNAL TABLES` as EXTERNAL TABLE, `MASKING POLICIES` as MASKING POLICY. */
export function readPlural(reader: Reader): string {
    const words: string[] = [];
    while (!reader.isNext('IN')) words.push(reader.name());
    return words.join(' ').replace(/IES$/, 'Y').replace(/S$/, '');
}

export function readGrantee(context: Context, reader: Reader, granting: boolean): Grantee {
    reader.expect(granting ? 'TO' : 'FROM');
    const kind = reader.accept('USER') ? 'USER' : 'ROLE';
    if (kind === 'ROLE') reader.accept('ROLE');
    const name = reader.name();
    const known = kind === 'USER' ? context.account.users.has(name) : context.account.roles.has(name);
    if (!known) throw doesNotExist(kind === 'USER' ? 'User' : 'Role', name);
    return { kind, name };
}

/** From TO or FROM on. */
export function readEnd(
    context: Context,
    reader: Reader,
    granting: boolean
): { readonly grantee: Grantee; readonly grantOption: boolean } {
    const grantee = readGrantee(context, reader, granting);
    const grantOption = reader.accept('WITH', 'GRANT', 'OPTION');
    for (const words of [['COPY'], ['REVOKE'], ['CURRENT'], ['GRANTS'], ['CASCADE'], ['RESTRICT']])
        reader.accept(...words);
    reader.end();
    return { grantee, grantOption };
}
