/** What can be wrong with a page: each check gives a line per fault, with the page and what is wrong. */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

import { RULES } from '../../shared/snowflake/refusal-rules.js';
import { parseSettings, SettingsSchema } from '../../shared/settings/settings.js';
import { ROOT } from './pages.js';
import type { Block, Page } from './pages.js';

/** Relative links lead to a file or folder that is there, and to a heading that it has. */
export function linkFaults(pages: readonly Page[]): string[] {
    const byFile = new Map(pages.map((page) => [page.file, page]));
    return pages.flatMap((page) =>
        page.links.flatMap((link) => {
            if (/^[a-z]+:/.test(link)) return [];
            const [target = '', anchor] = decodeURI(link).split('#');
            const file = target === '' ? page.file : path.join(path.dirname(page.file), target);
            if (!existsSync(path.join(ROOT, file)) && !byFile.has(file)) return [`${page.file}: no ${link}`];
            if (anchor === undefined || byFile.get(file)?.anchors.has(anchor) === true) return [];
            return [`${page.file}: no heading ${link}`];
        })
    );
}

const ManifestSchema = z.looseObject({ scripts: z.record(z.string(), z.string()).default({}) });

function scriptsOf(folder: string): string[] {
    const file = path.join(ROOT, folder, 'package.json');
    if (!existsSync(file)) return [];
    return Object.keys(ManifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).scripts);
}

/** `npm run x` is a script of the root, or of the package that the page lies in. */
export function commandFaults(pages: readonly Page[]): string[] {
    const atRoot = scriptsOf('.');
    return pages.flatMap((page) => {
        const known = new Set([...atRoot, ...scriptsOf(path.dirname(page.file))]);
        const texts = [...page.words, ...page.blocks.map(({ text }) => text)];
        const named = texts.flatMap((text) => [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name));
        return [...new Set(named)].filter((name) => !known.has(name)).map((name) => `${page.file}: no npm run ${name}`);
    });
}

const PolicySchema = z.looseObject({ Version: z.string(), Statement: z.array(z.unknown()) });

/** JSON and YAML parse. JSON that is no policy of AWS is settings of a connection. */
export function dataFaults(pages: readonly Page[]): string[] {
    return blocksOf(pages, 'json', 'yaml').flatMap(({ page, block }) => {
        try {
            const value: unknown = block.language === 'json' ? JSON.parse(block.text) : parseYaml(block.text);
            if (block.language === 'yaml' || PolicySchema.safeParse(value).success) return [];
            const unknown = Object.keys(z.record(z.string(), z.unknown()).parse(value)).filter(
                (key) => !isSetting(key)
            );
            parseSettings(value);
            return unknown.map((key) => `${page.file}: no setting ${key}`);
        } catch (error) {
            return [`${page.file}: ${error instanceof Error ? error.message : String(error)}`];
        }
    });
}

/** Fields of models may look like settings. */
const OF_MODELS = new Set(['docs/models.md', 'docs/functions.md']);

/** Whatever looks like a setting is one. */
export function settingFaults(pages: readonly Page[]): string[] {
    return pages
        .filter(({ file }) => !OF_MODELS.has(file))
        .flatMap(({ file, words }) => {
            const keys = words.filter((word) => /^(?:include|exclude|allow)_[a-z_]+$/.test(word));
            return [...new Set(keys)].filter((key) => !isSetting(key)).map((key) => `${file}: no setting ${key}`);
        });
}

/** What the operator can set in Nango's environment is read by a function. */
export function variableFaults(pages: readonly Page[]): string[] {
    const sources = globSync('shared/export-secrets/**/*.ts', { cwd: ROOT });
    const code = sources.map((file) => readFileSync(path.join(ROOT, file), 'utf8')).join('\n');
    return pages.flatMap(({ file, words }) =>
        words
            .flatMap((word) => /^EXPORT_SECRETS_[A-Z_]*[A-Z]$/.exec(word) ?? [])
            .filter((name) => !code.includes(name))
            .map((name) => `${file}: no variable ${name}`)
    );
}

/** Each code that Snowflake's refusals become is explained. */
export function codeFaults(pages: readonly Page[]): string[] {
    const explained = new Set(pages.find(({ file }) => file === 'docs/errors.md')?.words);
    const codes = new Set(Object.values(RULES).map(({ code }) => code));
    return [...codes].filter((code) => !explained.has(code)).map((code) => `docs/errors.md: no ${code}`);
}

function isSetting(key: string): boolean {
    return Object.hasOwn(SettingsSchema.shape, key);
}

/** TypeScript compiles against the sources of the package, all blocks of all pages in one program. */
export function typeFaults(pages: readonly Page[]): string[] {
    const folder = path.join(ROOT, '.work', 'docs');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const blocks = blocksOf(pages, 'ts');
    for (const [index, { block }] of blocks.entries()) {
        writeFileSync(path.join(folder, `block-${index}.ts`), `${block.text}\nexport {};\n`);
    }
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(TYPE_CHECK));
    const compiler = path.join(ROOT, 'node_modules', '.bin', 'tsc');
    const { stdout, status } = spawnSync(compiler, ['--pretty', 'false', '-p', folder], {
        cwd: folder,
        encoding: 'utf8'
    });
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
    if (status !== 0 && errors.length === 0) return [`tsc: ${stdout}`];
    // What is wrong with the sources is no matter of the pages.
    return errors.flatMap((line) => {
        const [, index, fault] = /^block-(\d+)\.ts(.*)/.exec(line) ?? [];
        return index === undefined ? [] : [`${blocks[Number(index)]?.page.file}${fault}`];
    });
}

const TYPE_CHECK = {
    extends: '../../tsconfig.json',
    compilerOptions: {
        paths: { 'nango-snowflake': ['../../client/index.ts'] },
        noUnusedLocals: false,
        noUnusedParameters: false
    },
    include: ['*.ts', '../../test/docs/given.ts']
};

export function blocksOf(
    pages: readonly Page[],
    ...languages: readonly string[]
): { readonly page: Page; readonly block: Block }[] {
    return pages.flatMap((page) =>
        page.blocks
            .filter(({ language, notRun }) => languages.includes(language) && notRun === null)
            .map((block) => ({ page, block }))
    );
}
