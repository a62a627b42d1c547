/** The licence notices of everything that went into a bundle: minifying removes them from the code. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

const NOTICE_FILE = /^(licen[cs]e|notice|copying)(\.(md|txt))?$/i;

export async function licenceNotices(root: string, inputs: readonly string[]): Promise<string> {
    const folders = new Set<string>();
    for (const input of inputs) {
        const folder = packageFolder(input);
        if (folder !== undefined) folders.add(folder);
    }
    const notices = await Promise.all([...folders].toSorted().map((folder) => notice(join(root, folder))));
    return `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The folder of the innermost package that a file belongs to. */
function packageFolder(input: string): string | undefined {
    return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

async function notice(folder: string): Promise<string> {
    const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    const title = `${manifest.name} ${manifest.version}`;
    const files = (await readdir(folder)).filter((file) => NOTICE_FILE.test(file)).toSorted();
    if (files.length === 0) {
        if (manifest.license === undefined) throw new Error(`${title} names no licence, so it cannot be shipped.`);
        return `${title}\nLicence: ${manifest.license}`;
    }
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    return [title, ...texts.map((text) => text.trim())].join('\n\n');
}
