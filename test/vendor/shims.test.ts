import nodeQuerystring from 'node:querystring';
import nodeUtil from 'node:util';
import { expect, test, vi } from 'vitest';
import * as console from '../../scripts/vendor/shims/console.js';
import * as fs from '../../scripts/vendor/shims/fs.js';
import * as path from '../../scripts/vendor/shims/path.js';
import { process as sandboxProcess } from '../../scripts/vendor/shims/process.js';
import * as querystring from '../../scripts/vendor/shims/querystring.js';
import { ReadableStream as StreamClass } from '../../scripts/vendor/shims/readable-stream-class.js';
import * as encoding from '../../scripts/vendor/shims/text-encoding.js';
import * as timers from '../../scripts/vendor/shims/timers.js';
import * as util from '../../scripts/vendor/shims/util.js';
import { crypto as webCrypto } from '../../scripts/vendor/shims/web-crypto.js';
import { gzip } from '../../scripts/vendor/shims/zlib.js';
import { SilentLogger } from '../../scripts/vendor/snowflake-sdk/silent-logger.js';
import { runInSandbox } from './sandbox.js';

const SAMPLES = ['', 'plain', 'näme', '😀 and é', '\u0000'];

test.for(SAMPLES)('text %j is encoded as UTF-8 and back', (text) => {
    const bytes = new encoding.TextEncoder().encode(text);
    expect(bytes).toEqual(new TextEncoder().encode(text));
    expect(new encoding.TextDecoder().decode(bytes)).toBe(text);
    expect(new encoding.TextDecoder().decode(Uint8Array.from(bytes).buffer)).toBe(text);
});

test('encodeInto never splits a character', () => {
    const target = new Uint8Array(5);
    const native = new Uint8Array(5);
    expect(new encoding.TextEncoder().encodeInto('aé😀b', target)).toEqual(
        new TextEncoder().encodeInto('aé😀b', native)
    );
    expect(target).toEqual(native);
});

test('a byte order mark is no text, and other encodings are refused', () => {
    expect(new encoding.TextDecoder('UTF-8').decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe('a');
    expect(new encoding.TextDecoder().decode()).toBe('');
    expect(() => new encoding.TextDecoder('utf-16le')).toThrow(RangeError);
});

test('a timer that is cleared never fires, and clearing nothing is fine', async () => {
    const fired = vi.fn<() => void>();
    timers.clearTimeout(setTimeout(fired, 1));
    timers.clearTimeout();
    timers.clearTimeout(null);
    timers.clearImmediate(timers.setImmediate(fired));
    await new Promise((resolve) => {
        setTimeout(resolve, 20);
    });
    expect(fired).not.toHaveBeenCalled();
});

test('an interval fires until it is cleared, also from inside', async () => {
    const seen: unknown[] = [];
    await new Promise<void>((resolve) => {
        const handle = timers.setInterval(
            (value) => {
                seen.push(value);
                if (seen.length === 3) {
                    timers.clearInterval(handle);
                    setTimeout(resolve, 10);
                }
            },
            1,
            'tick'
        );
    });
    expect(seen).toEqual(['tick', 'tick', 'tick']);
});

test('microtasks and ticks run before timers, with their arguments', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
        timers.setImmediate((name) => {
            order.push(String(name));
            resolve();
        }, 'immediate');
        sandboxProcess.nextTick((name) => order.push(String(name)), 'tick');
        timers.queueMicrotask(() => order.push('microtask'));
    });
    expect(order).toEqual(['tick', 'microtask', 'immediate']);
});

test('the process knows nothing of the machine', () => {
    expect(Object.keys(sandboxProcess.env)).toEqual(['SF_TELEMETRY_DISABLE_CONNECTION_SHAPE']);
    expect([sandboxProcess.cwd(), sandboxProcess.pid, sandboxProcess.argv]).toEqual(['/', 1, []]);
    expect(sandboxProcess.on()).toBeUndefined();
    expect(sandboxProcess.emitWarning()).toBeUndefined();
});

test('there is no file system and no compression, and both say so', () => {
    expect(() => fs.readFileSync()).toThrow('no file system');
    expect(() => fs.statSync()).toThrow('no file system');
    const done = vi.fn<(error: Error) => void>();
    gzip(new Uint8Array(), null, done);
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ message: expect.stringContaining('no compression') }));
});

test('a folder that an option names is refused', () => {
    expect(() => path.resolve()).toThrow('no file system');
});

test.for<readonly [string, ...unknown[]]>([
    ['%s of %d: %j', 'a', '2', { b: 1 }],
    ['100%% of %s', 'it'],
    ['%s and %s', 'one'],
    ['no mark', 'more', 1]
])('a message %j is what Node makes of it', ([message, ...values]) => {
    expect(util.format(message, ...values)).toBe(nodeUtil.format(message, ...values));
});

test('the fields of a query are written as Node writes them', () => {
    const fields = { requestId: 'a b', warehouse: 'ü&=+/\'"(x)', role: '', many: ['1', '2'] };
    expect(querystring.stringify(fields)).toBe(nodeQuerystring.stringify(fields));
    expect(querystring.stringify({})).toBe('');
});

test('what inherits has the methods of both', () => {
    class Parent {
        first(): string {
            return 'first';
        }
    }
    class Child {
        second(): string {
            return 'second';
        }
    }
    util.inherits(Child, Parent);
    const child = new Child();
    expect([child instanceof Parent, Reflect.get(child, 'first')(), child.second()]).toEqual([true, 'first', 'second']);
});

test('the console and the driver’s logger say nothing', () => {
    expect(console.console.log()).toBeUndefined();
    const logger = new SilentLogger();
    expect([logger.error(), logger.getLevelTag(), logger.getLogMessages()]).toEqual([undefined, 'OFF', []]);
});

test('ReadableStream is there to be compared with, and the global crypto is Node’s', () => {
    expect({} instanceof Object(StreamClass)).toBe(false);
    expect(webCrypto.getRandomValues(new Uint8Array(8))).toHaveLength(8);
});

test('an abort is told once, to those who listen still', async () => {
    const { outcome } = await runInSandbox(`
        import { AbortController } from './scripts/vendor/shims/abort.ts';
        const controller = new AbortController();
        const seen = [];
        const left = () => seen.push('left');
        controller.signal.addEventListener('abort', () => seen.push('aborted'));
        controller.signal.addEventListener('abort', left);
        controller.signal.removeEventListener('abort', left);
        controller.abort();
        controller.abort();
        export const outcome = [controller.signal.aborted, controller.signal.reason.name, seen.join()].join();
    `);
    expect(outcome).toBe('true,AbortError,aborted');
});
