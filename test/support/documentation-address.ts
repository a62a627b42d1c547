/**
 * An address of the documentation range (RFC 5737) on this machine's loopback device: Nango's rules for outgoing
 * requests refuse 127.0.0.1 and let this one through, so a stand-in on it is reached the way a real service is.
 */
import { execFile } from 'node:child_process';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { takeLock } from 'nango-cli/process-lock.js';

const run = promisify(execFile);
const ADDRESS = '198.51.100.7';

export type HeldAddress =
    | { readonly address: string; release(): Promise<void> }
    /** Why it cannot be had here: no root, or no `ip`. */
    | { readonly address: null; readonly reason: string };

/** One holder at a time; what was there before stays. */
export async function holdDocumentationAddress(): Promise<HeldAddress> {
    const unlock = await takeLock(path.join(tmpdir(), `documentation-address-${ADDRESS}.lock`));
    const there = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === ADDRESS));
    if (there) return { address: ADDRESS, release: async () => unlock() };
    try {
        await run('ip', ['address', 'add', `${ADDRESS}/32`, 'dev', 'lo']);
    } catch (error) {
        unlock();
        const reason = error instanceof Error ? error.message.trim() : String(error);
        return { address: null, reason };
    }
    return {
        address: ADDRESS,
        release: async () => {
            await run('ip', ['address', 'delete', `${ADDRESS}/32`, 'dev', 'lo']);
            unlock();
        }
    };
}
