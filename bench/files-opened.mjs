// `node bench/files-opened.mjs`, after `npm run build`: how many of our files one call runs through, the measure of how
// long following it takes. The gateway runs in this process under V8's precise coverage, which is read before and after a
// call: a file counts where one of its functions ran. Of several calls only what all of them ran is kept, so timers do
// not count. `--list` names the files.
import { mkdtempSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { client } from './load.mjs';
import { start, stop, untilOk } from './processes.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCES = pathToFileURL(join(HERE, '..', 'dist', 'src') + '/').href;
const [UPSTREAM_PORT, GATEWAY_PORT] = [18_441, 18_443];
const SECRET = 'bench-environment-secret-0123456789abcdef';
const ADMIN = 'bench-admin-token-0123456789abcdef';
const [WARM_UP, MEASURED] = [20, 5];

const CALLS = [
  { name: 'chat, passed through', model: '@bench/whole', stream: false },
  { name: 'chat, passed through, streamed', model: '@bench/stream-0', stream: true },
  { name: 'chat, translated, streamed', model: '@anthropic/claude-bench', stream: true },
];

const dataDir = mkdtempSync(join(tmpdir(), 'llmops-bench-'));
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
const upstream = await start(join(HERE, 'fake-upstream.mjs'), [UPSTREAM_PORT]);
const write = process.stdout.write.bind(process.stdout);
try {
  await startGateway();
  const caller = client(`http://127.0.0.1:${GATEWAY_PORT}`, SECRET);
  for (const call of CALLS) {
    const files = await filesOf(caller, call);
    write(`${call.name.padEnd(34)} ${String(files.length).padStart(4)} files\n`);
    if (process.argv.includes('--list')) write(`${files.map((file) => `  ${file}\n`).join('')}`);
  }
  caller.close();
} finally {
  await stop(upstream);
}
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
process.kill(process.pid, 'SIGTERM');

/** In this process: its signal handlers end it. */
async function startGateway() {
  Object.assign(process.env, {
    NODE_ENV: 'production',
    PORT: String(GATEWAY_PORT),
    DATABASE_URL: '',
    LLMOPS_DATA_DIR: dataDir,
    LLMOPS_WORKERS: '1',
    LLMOPS_ADMIN_TOKEN: ADMIN,
    LLMOPS_ENVIRONMENT_SECRET: SECRET,
  });
  // The gateway's log of its start and end would hide the figures.
  process.stdout.write = () => true;
  await import(`${SOURCES}main.js`);
  await untilOk(`http://127.0.0.1:${GATEWAY_PORT}/health/ready`);
  const address = `http://127.0.0.1:${UPSTREAM_PORT}`;
  await addProvider({ vendor: 'openai-compatible', slug: 'bench', baseUrl: `${address}/v1` });
  await addProvider({ vendor: 'anthropic', slug: 'anthropic', baseUrl: address });
}

async function addProvider(provider) {
  const pricingModelMap = { '*': 'openai/gpt-4o-mini' };
  const reply = await fetch(`http://127.0.0.1:${GATEWAY_PORT}/llmops/api/admin/v1/providers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN}` },
    body: JSON.stringify({
      ...provider,
      name: provider.slug,
      credentials: { apiKey: 'upstream-key' },
      pricingModelMap,
    }),
  });
  if (!reply.ok) throw new Error(`the bench provider was refused: ${await reply.text()}`);
}

async function filesOf(caller, { model, stream }) {
  const request = {
    path: '/v1/chat/completions',
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'hello' }] }),
  };
  for (let count = 0; count < WARM_UP; count++) await caller.call(request);
  let files = null;
  for (let count = 0; count < MEASURED; count++) {
    await ranSinceLastAsked();
    await caller.call(request);
    // What is done once the caller has its answer belongs to the call.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const ran = await ranSinceLastAsked();
    files = files === null ? ran : files.filter((file) => ran.includes(file));
  }
  return files.sort();
}

async function ranSinceLastAsked() {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url, functions }) => url.startsWith(SOURCES) && functions.some(({ ranges }) => ranges[0].count > 0))
    .map(({ url }) => url.slice(SOURCES.length).replace(/\.js$/, '.ts'));
}
