import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readSettings } from '../startup/read-settings.js';
import { workerEnvironment } from './workers.js';

describe('workerEnvironment', () => {
  it('makes a worker read the very settings that its primary runs on', () => {
    const environment = { LLMOPS_WORKERS: '2', LLMOPS_LOG_CONTENT: 'on', PORT: '8080' };
    const primary = {
      ...readSettings(environment),
      databaseUrl: 'postgres://gateway@localhost/gateway?host=%2Ftmp%2Fx',
      adminToken: 'generated-token-of-35-characters-00',
      encryptionKeys: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
    };
    expect(readSettings(workerEnvironment(primary, environment))).toEqual(primary);
  });

  it('keeps an empty list empty, although a database is now given', () => {
    const primary = {
      ...readSettings({ LLMOPS_UPSTREAM_ALLOW: '' }),
      databaseUrl: 'postgres://u@h/d',
      adminToken: 'generated-token-of-35-characters-00',
    };
    const worker = readSettings({
      ...workerEnvironment(primary, {}),
      LLMOPS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    });
    expect(worker.upstreamAllow).toEqual([]);
  });
});

/** Runs a primary of two workers that run `worker`, and gives what it printed. */
async function runPrimary(worker: string, startMs: number, then: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'llmops-workers-'));
  const file = join(directory, 'worker.mjs');
  writeFileSync(file, `import cluster from 'node:cluster';\n${worker}`);
  const script = `
    import cluster from 'node:cluster';
    const { startWorkers } = await import(${JSON.stringify(resolve('src/cluster/workers.ts'))});
    cluster.setupPrimary({ exec: ${JSON.stringify(file)}, execArgv: [] });
    const settings = { workers: 2, encryptionKeys: [], upstreamAllow: [] };
    const workers = startWorkers(settings, {}, { lock: { descriptor: null }, startMs: ${startMs} });
    ${then}`;
  const words = ['--import', './test/support/register-typescript.mjs', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (more: Buffer) => (text += more.toString()));
  await new Promise((done) => child.once('close', done));
  rmSync(directory, { recursive: true });
  return text;
}

/** The workers do as told; the primary prints how its start ended. */
function startOfTwo(first: string, second: string, startMs: number): Promise<string> {
  return runPrimary(
    `if (cluster.worker.id === 1) { ${first} } else { ${second} }`,
    startMs,
    `workers.ready.then((url) => console.log('ready', url), (error) => console.log('failed', error.message))
      .then(() => { workers.kill(); return workers.stop(); })
      .then(() => console.log('gone'));`,
  );
}

const ANSWER = `process.send({ url: 'http://x' });`;
const WAIT = 'setInterval(() => undefined, 1_000);';

describe('workers that do not start', () => {
  it.each([
    ['hang', 'for (;;);'],
    ['wait for ever', WAIT],
  ])('but %s end the start with a sentence, and are gone', async (_, second) => {
    expect(await startOfTwo(ANSWER, second, 2_000)).toMatch(
      /^failed LLMOPS_WORKERS: [01] of 2 workers had started after 2 seconds.*\n(.*\n)?gone\n$/m,
    );
  });

  it('but end before any has started end the start at once', async () => {
    const output = await startOfTwo(WAIT, 'process.exit(3);', 120_000);
    expect(output).toMatch(/"code":3.*\nfailed A worker ended before it was ready\.\ngone\n$/);
  });
});

describe('a worker that crashes later', () => {
  it('is replaced until one starts: a replacement that hangs is killed, and replaced as well', async () => {
    const output = await runPrimary(
      `const answer = () => process.send({ url: 'http://x' });
       if (cluster.worker.id === 2) { answer(); setTimeout(() => process.exit(1), 200); }
       else if (cluster.worker.id === 3) for (;;);
       else answer();`,
      5_000,
      `cluster.on('message', async (worker) => {
        console.log('worker', worker.id, 'answers');
        if (worker.id < 4) return;
        await workers.stop();
        console.log('gone');
      });`,
    );
    expect(output).not.toContain('worker 3 answers');
    expect(output).toMatch(/A worker crashed and is replaced.*"worker":3.*did not start in time and is killed/s);
    expect(output).toMatch(/worker [4-9] answers\ngone\n$/);
  });
});
