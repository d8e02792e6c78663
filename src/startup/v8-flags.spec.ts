import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

/** Fills the young generation a few times, and lets V8 say what it does meanwhile. */
function traceOf(setFlags: string, traces: readonly string[]): string {
  const script = `
    const { setV8Flags } = await import(${JSON.stringify(resolve('src/startup/v8-flags.ts'))});
    ${setFlags}
    let kept = [];
    for (let made = 0; made < 3e6; made++) {
      kept.push([made]);
      if (kept.length > 1e5) kept = [];
    }
    console.log('done');`;
  const words = [...traces, '--import', './test/support/register-typescript.mjs'];
  const child = spawnSync(process.execPath, [...words, '--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child.stderr).toBe('');
  expect(child.stdout).toMatch(/^done$/m);
  return child.stdout.slice(child.stdout.indexOf('begin'));
}

const BEGIN = 'console.log("begin");';

describe('setV8Flags', () => {
  it('sets flags that this Node knows, and ends the guess where objects should be made', () => {
    const statistics = (setFlags: string) => traceOf(setFlags, ['--trace-pretenuring-statistics']);
    expect(statistics(BEGIN)).toMatch(/pretenuring/i);
    expect(statistics(`setV8Flags(); ${BEGIN}`)).not.toMatch(/pretenuring/i);
  });

  it('leaves the collection of the young generation to the main thread', () => {
    const tasksPerCollection = (setFlags: string) => {
      const trace = traceOf(setFlags, ['--trace-gc', '--trace-parallel-scavenge']);
      const collections = [...trace.matchAll(/ms: Scavenge /g)].length;
      expect(collections).toBeGreaterThan(3);
      return [...trace.matchAll(/scavenge\[0x/g)].length / collections;
    };
    // With a single core V8 wakes nobody anyway.
    if (availableParallelism() > 1) expect(tasksPerCollection(BEGIN)).toBeGreaterThan(1);
    expect(tasksPerCollection(`setV8Flags(); ${BEGIN}`)).toBe(1);
  });
});
