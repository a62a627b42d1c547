/** What ends all waits of a session, and holds nothing of those that are over. */
import { setImmediate } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Interruption } from '../../../../shared/snowflake/driver/interruption.js';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = z.function().parse(vm.runInNewContext('gc'));

const never = new Promise<never>(() => {});

test('waits that are under way end with it, and those that begin later', async () => {
    const interruption = new Interruption();
    const waits = [interruption.before(never), interruption.before(never)];
    interruption.end('first');
    interruption.end('second');
    waits.push(interruption.before(never), interruption.before(Promise.reject(new Error('too late'))));
    expect(await Promise.allSettled(waits)).toEqual(waits.map(() => ({ status: 'rejected', reason: 'first' })));
});

test('work that is over before has its own outcome', async () => {
    const interruption = new Interruption();
    const refused = interruption.before(Promise.reject(new Error('refused')));
    expect(await interruption.before(Promise.resolve('answer'))).toBe('answer');
    await expect(refused).rejects.toThrow('refused');
    interruption.end('end');
});

test('an answer is let go of when its reader has done with it', async () => {
    const interruption = new Interruption();
    const read = async (): Promise<WeakRef<object>> =>
        new WeakRef(await interruption.before(Promise.resolve({ rows: [] })));
    const answer = await read();
    await setImmediate();
    collectGarbage();
    expect(answer.deref()).toBeUndefined();
    interruption.end('end');
});
