// `node bench/files-opened.mjs`, after `npm run build`: how many of our files one call runs through, the measure of how
// long following it takes. The gateway runs in this process under V8's precise coverage, which is read before and after a
// call: a file counts where one of its functions ran. Of several calls only what all of them ran is kept, so timers do
// not count. `--list` names the files.
import { mkdtempSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, stop, untilOk } from './processes.mjs';
import { streamOf, wholeReply } from './requests.mjs';
import { GATEWAY_MAIN, addProviders, callerOf, gatewayEnvironment, startUpstream } from './servers.mjs';

const SOURCES = pathToFileURL(dirname(GATEWAY_MAIN) + '/').href;
const [WARM_UP, MEASURED] = [20, 5];

const CALLS = [
  { name: 'chat, passed through', request: wholeReply((name) => `@bench/${name}`) },
  { name: 'chat, passed through, streamed', request: streamOf('@bench/stream-0') },
  { name: 'chat, translated, streamed', request: streamOf('@anthropic/claude-bench') },
];

const dataDir = mkdtempSync(join(tmpdir(), 'llmops-bench-'));
const [upstreamPort, gatewayPort] = [await freePort(), await freePort()];
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
const upstream = await startUpstream(upstreamPort);
const write = process.stdout.write.bind(process.stdout);
try {
  await startGateway();
  const caller = callerOf(gatewayPort);
  for (const { name, request } of CALLS) {
    const files = await filesOf(caller, request);
    write(`${name.padEnd(34)} ${String(files.length).padStart(4)} files\n`);
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
  Object.assign(process.env, gatewayEnvironment(gatewayPort, dataDir, 1));
  // The gateway's log of its start and end would hide the figures.
  process.stdout.write = () => true;
  await import(pathToFileURL(GATEWAY_MAIN).href);
  await untilOk(`http://127.0.0.1:${gatewayPort}/health/ready`);
  await addProviders(gatewayPort, `http://127.0.0.1:${upstreamPort}`);
}

async function filesOf(caller, request) {
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
