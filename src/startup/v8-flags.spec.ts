import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Fills the young generation a few times, and lets V8 say after each collection what it learnt about lines of code. */
function statisticsOf(setFlags: string): string {
  const script = `
    const { setV8Flags } = await import(${JSON.stringify(resolve('src/startup/v8-flags.ts'))});
    ${setFlags}
    let kept = [];
    for (let made = 0; made < 3e6; made++) {
      kept.push([made]);
      if (kept.length > 1e5) kept = [];
    }
    console.log('done');`;
  const words = ['--trace-pretenuring-statistics', '--import', './test/support/register-typescript.mjs'];
  const child = spawnSync(process.execPath, [...words, '--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child.stderr).toBe('');
  expect(child.stdout).toMatch(/done\n$/);
  return child.stdout.slice(child.stdout.indexOf('begin'));
}

describe('setV8Flags', () => {
  it('sets flags that this Node knows, and ends the guess where objects should be made', () => {
    const before = statisticsOf('console.log("begin");');
    expect(before).toMatch(/pretenuring/i);
    expect(statisticsOf('setV8Flags(); console.log("begin");')).not.toMatch(/pretenuring/i);
  });
});
