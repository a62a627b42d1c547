import { expect, test } from 'vitest';

import { askedForKey, flagsFor, withoutNoise } from '../src/run.js';

test('a dry run is not asked whether to show its log: there may be no terminal to answer at', () => {
    expect(flagsFor(['dryrun', 'tables', 'c'], false)).toContain('--auto-confirm');
    expect(flagsFor(['deploy', 'dev'], false)).not.toContain('--auto-confirm');
});

test('nobody is kept from answering at a terminal, and help is left alone', () => {
    expect(flagsFor(['deploy', 'dev'], true)).not.toContain('--no-interactive');
    expect(flagsFor(['dryrun', '--help'], false)).toEqual([]);
});

test('a question for the key, which ends a deploy where nobody can answer, is known', () => {
    const question = 'NANGO_SECRET_KEY_DEV environment variable is not set. Please set it now\nSecret Key: ';
    expect(askedForKey(`✓ Packaging\n${question}`)).toBe(true);
    expect(askedForKey('✓ Packaging\n✓ Deployed\n')).toBe(false);
});

test('a line for each file is left out of what is shown, and nothing else', () => {
    const building = '  Building 2 file(s) - ./a/syncs/b.js\n  Building 2 file(s) - ./a/syncs/c.js\n';
    const shown = '✓ Typechecking\n✓ Building 2 file(s)\n';
    const advice = 'Dependencies are out of date but --no-dependency-update is set. Skipping update.\n';
    expect(withoutNoise(`${advice}✓ Typechecking\n${building}✓ Building 2 file(s)\n`)).toBe(shown);
});
