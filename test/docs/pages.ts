/** The pages of this repository as Markdown says them: headings, links, code blocks and code words. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import GithubSlugger from 'github-slugger';
import { lexer, walkTokens } from 'marked';
import type { Token } from 'marked';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Block {
    readonly language: string;
    readonly text: string;
    /** Why it is not run, from an HTML comment before it: `<!-- not run: … -->`. */
    readonly notRun: string | null;
}

export interface Page {
    /** From the root. */
    readonly file: string;
    readonly anchors: ReadonlySet<string>;
    readonly links: readonly string[];
    readonly blocks: readonly Block[];
    /** What stands in backticks. */
    readonly words: readonly string[];
}

export function readPages(): Page[] {
    const patterns = ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md'];
    const files = globSync(patterns, { cwd: ROOT }).sort();
    return files.map((file) => readPage(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

export function readPage(file: string, source: string): Page {
    const slugger = new GithubSlugger();
    const anchors = new Set<string>();
    const links: string[] = [];
    const blocks: Block[] = [];
    const words: string[] = [];
    let comment = '';
    walkTokens(lexer(source), (token: Token) => {
        if (token.type === 'html') comment = token.raw;
        else if (token.type === 'heading') anchors.add(slugger.slug(plainText(token)));
        else if (token.type === 'link' || token.type === 'image') links.push(String(token['href']));
        else if (token.type === 'codespan') words.push(token.raw.replaceAll('`', ''));
        else if (token.type === 'code') {
            const notRun = /<!-- not run: ([\s\S]*?) -->/.exec(comment)?.[1] ?? null;
            blocks.push({ language: String(token['lang'] ?? ''), text: String(token['text']), notRun });
        }
        if (token.type !== 'html' && token.type !== 'space') comment = '';
    });
    return { file, anchors, links, blocks, words };
}

function plainText(token: Token): string {
    const inner: unknown = Reflect.get(token, 'tokens');
    if (Array.isArray(inner)) return inner.map(plainText).join('');
    // Of plain text, `text` is escaped for HTML already.
    return token.type === 'text' ? token.raw : String(Reflect.get(token, 'text') ?? '');
}
