import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MB = 1024 * 1024;

describe('an upload of 25 MB', () => {
  it('holds some chunks of it in memory, never the file', async () => {
    // A process of its own: the heap of jest takes seconds to collect.
    const words = [
      '--expose-gc',
      '--import',
      './test/support/register-typescript.mjs',
      './test/gateway/upload-memory.ts',
    ];
    const { stdout } = await promisify(execFile)(process.execPath, words);
    const { statuses, received, most, samples } = JSON.parse(/^result (.*)$/m.exec(stdout)?.[1] ?? '{}') as Record<
      'statuses' | 'received' | 'most' | 'samples',
      unknown
    >;
    expect(statuses).toEqual([200, 200]);
    expect(received).toBeGreaterThan(25 * MB);
    expect(samples).toBeGreaterThan(5);
    expect(most).toBeLessThan(8 * MB);
  });
});
