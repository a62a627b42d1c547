import { expect, test } from 'vitest';

import { flagsFor } from '../src/run.js';

test('a dry run is not asked whether to show its log: there may be no terminal to answer at', () => {
    expect(flagsFor(['dryrun', 'tables', 'c'], false)).toContain('--auto-confirm');
    expect(flagsFor(['deploy', 'dev'], false)).not.toContain('--auto-confirm');
});

test('nobody is kept from answering at a terminal, and help is left alone', () => {
    expect(flagsFor(['deploy', 'dev'], true)).not.toContain('--no-interactive');
    expect(flagsFor(['dryrun', '--help'], false)).toEqual([]);
});
