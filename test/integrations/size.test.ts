/**
 * What a function weighs, by what it carries, and what a deploy sends: Nango takes 75 MB at once. More kinds, types of
 * destinations and ways to connect are to come, so each has a budget; raising one is a decision.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';

const KB = 1_000;
const MB = 1_000_000;

/** What marks each thing that a function may carry, and what a function with nothing else may weigh with it. */
const DRIVER = { mark: '// ../shared/vendor/snowflake-sdk.js', bytes: 180 * KB };
const AWS = { mark: '// ../shared/vendor/aws.js', bytes: 120 * KB };
const KEYS = { mark: '// ../shared/vendor/jsonwebtoken.js', bytes: 35 * KB };
/** The walk, its guards, the pace and deep reading, in every sync of a kind. */
const OWN_CODE_BYTES = 233 * KB;

interface Built {
    readonly name: string;
    readonly integration: string;
    readonly code: string;
    /** As a deploy sends it, in a JSON string. */
    readonly bytes: number;
}

const built: readonly Built[] = globSync('*.cjs', { cwd: path.join(INTEGRATIONS_FOLDER, 'build') }).map((file) => {
    const code = readFileSync(path.join(INTEGRATIONS_FOLDER, 'build', file), 'utf8');
    const name = path.basename(file, '.cjs');
    return { name, integration: name.split('_')[0] ?? '', code, bytes: Buffer.byteLength(JSON.stringify(code)) };
});

function sum(functions: readonly Built[]): number {
    return functions.reduce((bytes, one) => bytes + one.bytes, 0);
}

test('no function carries a source map, which nothing would read', () => {
    expect(built.filter(({ code }) => code.includes('//# sourceMappingURL='))).toEqual([]);
});

test('no function carries what its sources say in comments', () => {
    expect(built.filter(({ code }) => /^\s*\/\*\*/m.test(code)).map(({ name }) => name)).toEqual([]);
});

test('a function weighs what it carries: our code, and the driver, the AWS SDK or jsonwebtoken where it needs them', () => {
    const over = built.flatMap(({ name, code }) => {
        const carried = [DRIVER, AWS, KEYS].filter(({ mark }) => code.includes(mark));
        const budget = carried.reduce((bytes, one) => bytes + one.bytes, OWN_CODE_BYTES);
        return code.length > budget ? [`${name}: ${code.length} of ${budget}`] : [];
    });
    expect(over).toEqual([]);
});

function named(pattern: RegExp): readonly Built[] {
    return built.filter(({ name }) => pattern.test(name));
}

describe('a function carries neither where it needs neither:', () => {
    test.for([
        ['a sync of a key pair', /^snowflake-jwt_syncs_(?!export)/],
        ['a listing of a key pair', /^snowflake-jwt_actions_list-(?!export)/]
    ] as const)('%s', ([, pattern]) => {
        const functions = named(pattern);
        expect(functions.length).toBeGreaterThan(4);
        for (const { code } of functions) {
            expect(code).not.toContain(DRIVER.mark);
            expect(code).not.toContain(AWS.mark);
            expect(code).not.toMatch(/aws4_request|SNOWFLAKE_JWT|login-request/);
        }
    });

    test('the driver for a look at destinations', () => {
        const functions = named(/_actions_(?:get|list)-export-secrets?$/);
        expect(functions.length).toBeGreaterThan(4);
        for (const { code } of functions) expect(code).not.toContain(DRIVER.mark);
    });

    test.for([['_syncs_tables'], ['_actions_list-tables']])('the AWS SDK in snowflake-password%s', ([name]) => {
        const [one] = named(new RegExp(`^snowflake-password${name}$`));
        expect(one?.code).toContain(DRIVER.mark);
        expect(one?.code).not.toContain(AWS.mark);
    });
});

test('one more kind, a sync and a listing for both ways to connect, is 1.2 MB', () => {
    const kind = named(/^snowflake-(?:jwt|password)_(?:syncs_|actions_list-)tables$/);
    expect(kind).toHaveLength(4);
    expect(sum(kind)).toBeLessThan(1.2 * MB);
});

test.for([...new Set(built.map(({ integration }) => integration))])('%s leaves room for more', (id) => {
    expect(sum(built.filter(({ integration }) => integration === id))).toBeLessThan(16 * MB);
});

test('all functions together are less than two thirds of what Nango takes at once', () => {
    expect(built.reduce((bytes, { code }) => bytes + Buffer.byteLength(code), 0)).toBeLessThan(43.4 * MB);
    expect(sum(built)).toBeLessThan(45 * MB);
});
