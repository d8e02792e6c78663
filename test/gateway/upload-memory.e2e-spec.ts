import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createTestDatabase } from '../support/database.js';

const MB = 1024 * 1024;
/** A process of its own: the heap of jest takes seconds to collect. */
const WATCH = ['--expose-gc', '--import', './test/support/register-typescript.mjs', './test/gateway/upload-memory.ts'];

describe('an upload of 25 MB', () => {
  it('holds some chunks of it in memory, never the file', async () => {
    const database = await createTestDatabase();
    const { stdout } = await promisify(execFile)(process.execPath, [...WATCH, database.url]);
    await database.drop();
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
