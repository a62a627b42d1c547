/** Whether a script was started by itself: others import what it offers. */
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

export function isRunDirectly(moduleUrl: string): boolean {
    const [, script] = process.argv;
    return script !== undefined && moduleUrl === pathToFileURL(path.resolve(script)).href;
}
