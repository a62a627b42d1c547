/** What a checkout of this repository is: version, tag, commit, and what of it no commit holds. */
import { spawnSync } from 'node:child_process';

import { VERSION } from '../shared/version.js';

export interface SourceState {
    readonly commit: string;
    /** Those that name the commit itself. */
    readonly tags: readonly string[];
    /** Files that differ from the commit, new ones included. */
    readonly changed: readonly string[];
}

/** Null outside of a git repository, as in an unpacked archive. */
export function sourceState(folder: string): SourceState | null {
    const commit = git(folder, 'rev-parse', '--short', 'HEAD');
    if (commit === null) return null;
    return {
        commit: commit.trim(),
        tags: linesOf(git(folder, 'tag', '--points-at', 'HEAD')),
        changed: linesOf(git(folder, 'status', '--porcelain')).map((line) => line.trim().replace(/^\S+\s+/, ''))
    };
}

/** For a person who is about to deploy it: what it is, and what speaks against it. */
export function sourceLines(folder: string, state = sourceState(folder), version = VERSION): string[] {
    if (state === null) return [`nango-snowflake ${version}, not from a git repository`];
    const { commit, tags, changed } = state;
    const tag = `v${version}`;
    const isTagged = tags.includes(tag);
    const lines = [`nango-snowflake ${version}, ${isTagged ? `tag ${tag}, ` : ''}commit ${commit}`];
    if (changed.length > 0) {
        const more = changed.length > SHOWN ? ` and ${changed.length - SHOWN} more` : '';
        lines.push(`! Not as that commit has it: ${changed.slice(0, SHOWN).join(', ')}${more}`);
    }
    if (!isTagged) lines.push(`! The commit is not tag ${tag}: what is deployed cannot be told by its version.`);
    return lines;
}

const SHOWN = 5;

function git(folder: string, ...args: readonly string[]): string | null {
    const { status, stdout } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
    return status === 0 ? stdout : null;
}

function linesOf(text: string | null): string[] {
    return (text ?? '').split('\n').filter((line) => line.trim() !== '');
}
