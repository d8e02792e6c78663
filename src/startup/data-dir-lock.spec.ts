import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirInUseError, lockDataDir, type DataDirLock, type LockCommand } from './data-dir-lock.js';

const PERL: LockCommand = [
  'perl',
  '-MErrno=EWOULDBLOCK',
  '-e',
  'open(F, "+<&=3") && flock(F, 6) || exit($! == EWOULDBLOCK ? 1 : 2)',
];

let dataDir: string;
let held: DataDirLock[];
let lines: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'llmops-lock-'));
  held = [];
  lines = [];
});

afterEach(() => {
  for (const lock of held) lock.release();
  rmSync(dataDir, { recursive: true });
});

async function take(commands?: readonly LockCommand[]): Promise<DataDirLock> {
  const lock = await lockDataDir(dataDir, (line) => lines.push(line), { waitMs: 0, ...(commands && { commands }) });
  held.push(lock);
  return lock;
}

describe('lockDataDir', () => {
  it('is held by one, and by the next when that one is gone', async () => {
    const first = await take();
    await expect(take()).rejects.toThrow(DataDirInUseError);
    await expect(take()).rejects.toThrow(`another gateway uses ${dataDir} (process ${process.pid} on `);
    held = [];
    first.release();
    await take();
    expect(lines).toEqual([]);
  });

  it('is released once, however often release is called', async () => {
    const first = await take();
    held = [];
    first.release();
    const second = await take();
    expect(second.descriptor).toBe(first.descriptor);
    first.release();
    await expect(take()).rejects.toThrow(DataDirInUseError);
  });

  it('waits a moment for one that is about to end', async () => {
    const first = await take();
    held = [];
    setTimeout(() => first.release(), 300);
    held.push(await lockDataDir(dataDir, () => undefined));
  });

  it('lasts as long as any process that was given it', async () => {
    const first = await take();
    held = [];
    const child: ChildProcess = spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', first.descriptor] });
    first.release();
    await expect(take()).rejects.toThrow(DataDirInUseError);
    child.kill('SIGSTOP');
    await expect(take()).rejects.toThrow(DataDirInUseError);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    await take();
  });

  it('works with Perl where there is no flock, and the two exclude each other', async () => {
    await take([['no-such-program'], PERL]);
    await expect(take([PERL])).rejects.toThrow(DataDirInUseError);
    await expect(take()).rejects.toThrow(DataDirInUseError);
  });

  it('says so where nothing can lock', async () => {
    expect((await take([['no-such-program']])).descriptor).toBeNull();
    expect(lines).toEqual([expect.stringContaining('Nothing keeps a second gateway away')]);
  });

  it('names the setting where the directory cannot be written', async () => {
    mkdirSync(join(dataDir, 'lock'));
    await expect(take()).rejects.toThrow(/LLMOPS_DATA_DIR: .* cannot be written by user id \d+ \(EISDIR\)/);
    rmSync(join(dataDir, 'lock'), { recursive: true });
    writeFileSync(join(dataDir, 'lock'), '');
  });
});
