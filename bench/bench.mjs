// `npm run bench`: fake upstream, bare proxy and the gateway as in production, interleaved in one run on loopback.
// Ratios to the bare proxy of the same run are what counts; absolute figures are this machine's.
// How many files a call runs through is measured by `node bench/files-opened.mjs`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { client, closedLoop, fixedRate, quantile } from './load.mjs';
import { cpuMicros, memoryKib, start, stop } from './processes.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const [UPSTREAM_PORT, BARE_PORT, GATEWAY_PORT] = [18_431, 18_432, 18_433];
const SECRET = 'bench-environment-secret-0123456789abcdef';
const ADMIN = 'bench-admin-token-0123456789abcdef';
const quick = process.argv.includes('--quick');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const scale = quick ? 0.25 : 1;

const chat = (fields) => ({ path: '/v1/chat/completions', body: JSON.stringify(fields) });
const message = (content) => [{ role: 'user', content }];
const prompt200k = Array.from({ length: 200 }, (_, index) => ({
  role: index % 2 ? 'assistant' : 'user',
  content: `Turn ${index}: ${'The quick brown fox said "hello" to the lazy dog.\n'.repeat(19)}`,
}));
/** A form as the official client sends it, its 10 MB file behind its fields. */
const BOUNDARY = 'bench-boundary';
const upload = (model) => ({
  path: '/v1/audio/transcriptions',
  headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  body: Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="model"\r\n\r\n${model}\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\ncontent-type: audio/mpeg\r\n\r\n`,
    ),
    Buffer.alloc(10 * 1024 * 1024, 7),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]),
});
const embedding = (model) => ({ path: '/v1/embeddings', body: JSON.stringify({ model, input: 'hello' }) });

/** bar: CPU per request as a ratio to the bare proxy at most. */
const CASES = [
  {
    name: 'whole reply, 1 KB',
    make: (model) => chat({ model: model('whole'), messages: message('hello') }),
    count: 12_000,
    concurrency: 16,
    bar: 3.0,
  },
  {
    name: 'request of 200 KB',
    make: (model) => chat({ model: model('whole'), messages: prompt200k }),
    count: 2400,
    concurrency: 8,
    bar: 3.0,
  },
  {
    name: 'stream, 100 chunks 10 ms apart',
    make: (model) => chat({ model: model('stream-10'), stream: true, messages: message('hello') }),
    count: 900,
    concurrency: 100,
    bar: 1.4,
  },
  {
    name: 'stream, 100 chunks at once',
    make: (model) => chat({ model: model('stream-0'), stream: true, messages: message('hello') }),
    count: 2400,
    concurrency: 8,
    bar: 1.8,
  },
  {
    name: 'embeddings, 1,536 floats',
    make: (model) => embedding(model('embed')),
    count: 6000,
    concurrency: 16,
    bar: null,
  },
  {
    name: 'transcription, upload of 10 MB',
    make: (model) => upload(model('whisper')),
    count: 90,
    concurrency: 2,
    bar: null,
  },
];

const dataDir = mkdtempSync(join(tmpdir(), 'llmops-bench-'));
const children = [];
try {
  await main();
} finally {
  await Promise.all(children.map(stop));
  rmSync(dataDir, { recursive: true, force: true });
}

async function main() {
  children.push(await start(join(HERE, 'fake-upstream.mjs'), [UPSTREAM_PORT], { core: 1 }));
  const upstream = `http://127.0.0.1:${UPSTREAM_PORT}`;
  const bare = await start(join(HERE, 'bare-proxy.mjs'), [upstream, BARE_PORT], {
    core: 0,
    env: { NODE_ENV: 'production' },
  });
  children.push(bare);
  const gateway = await startGateway(upstream);
  const sides = [
    { name: 'bare', pid: bare.pid, caller: client(`http://127.0.0.1:${BARE_PORT}`, SECRET), model: (name) => name },
    {
      name: 'gateway',
      pid: gateway.pid,
      caller: client(`http://127.0.0.1:${GATEWAY_PORT}`, SECRET),
      model: (name) => `@bench/${name}`,
    },
  ];
  const direct = client(upstream, SECRET);
  const missed = [];
  const cases = CASES.filter((each) => !only || each.name.includes(only));
  await cpuTable(sides, cases, missed);
  if (!only || only === 'translation') await translationTable(sides[1], missed);
  if (!only) {
    await latencyTable(sides, direct);
    await memoryTable(sides, missed);
  }
  for (const side of sides) side.caller.close();
  direct.close();
  console.log(
    missed.length === 0
      ? '\nEvery bar holds.'
      : `\nBars that do not hold:\n${missed.map((line) => `  ${line}`).join('\n')}`,
  );
}

async function startGateway(upstream) {
  const child = await start(join(HERE, '..', 'dist', 'src', 'main.js'), [], {
    core: 0,
    until: `http://127.0.0.1:${GATEWAY_PORT}/health/ready`,
    env: {
      NODE_ENV: 'production',
      PORT: String(GATEWAY_PORT),
      LLMOPS_DATA_DIR: dataDir,
      LLMOPS_ADMIN_TOKEN: ADMIN,
      LLMOPS_ENVIRONMENT_SECRET: SECRET,
      DATABASE_URL: '',
    },
  });
  children.push(child);
  const pricingModelMap = { '*': 'openai/gpt-4o-mini' };
  const credentials = { apiKey: 'upstream-key' };
  const signed = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'us-east-1' };
  const providers = [
    { vendor: 'openai-compatible', slug: 'bench', baseUrl: `${upstream}/v1`, credentials },
    { vendor: 'anthropic', slug: 'anthropic', baseUrl: upstream, credentials },
    { vendor: 'bedrock', slug: 'bedrock', baseUrl: upstream, credentials: signed },
    { vendor: 'gemini', slug: 'gemini', baseUrl: upstream, credentials },
    { vendor: 'mistral', slug: 'mistral', baseUrl: `${upstream}/v1`, credentials },
  ];
  for (const provider of providers) {
    const reply = await fetch(`http://127.0.0.1:${GATEWAY_PORT}/llmops/api/admin/v1/providers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN}` },
      body: JSON.stringify({ ...provider, name: provider.slug, pricingModelMap }),
    });
    if (!reply.ok) throw new Error(`the bench provider was refused: ${await reply.text()}`);
  }
  return child;
}

async function cpuTable(sides, cases, missed) {
  const rounds = 3;
  console.log('\nCPU of the process tree per request (µs), requests per second on one core');
  console.log(
    'case'.padEnd(34),
    'bare'.padStart(8),
    'gateway'.padStart(9),
    'ratio'.padStart(7),
    'bar'.padStart(5),
    'rps bare'.padStart(10),
    'rps gw'.padStart(8),
  );
  for (const each of cases) {
    const count = Math.max(each.concurrency, Math.round((each.count * scale) / rounds));
    const totals = new Map(sides.map((side) => [side.name, { cpu: 0, seconds: 0, calls: 0 }]));
    for (const side of sides)
      await closedLoop(side.caller, each.make(side.model), Math.max(count, 200), each.concurrency);
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) {
        const before = cpuMicros(side.pid);
        const seconds = await closedLoop(side.caller, each.make(side.model), count, each.concurrency);
        // The log is shipped within a second or so: its cost belongs to the calls.
        if (side.name === 'gateway') await new Promise((resolve) => setTimeout(resolve, 700));
        const total = totals.get(side.name);
        total.cpu += cpuMicros(side.pid) - before;
        total.seconds += seconds;
        total.calls += count;
      }
    }
    const [bare, gateway] = sides.map((side) => totals.get(side.name));
    const ratio = gateway.cpu / gateway.calls / (bare.cpu / bare.calls);
    if (each.bar !== null && ratio > each.bar) missed.push(`${each.name}: ${ratio.toFixed(2)} against ${each.bar}`);
    console.log(
      each.name.padEnd(34),
      (bare.cpu / bare.calls).toFixed(0).padStart(8),
      (gateway.cpu / gateway.calls).toFixed(0).padStart(9),
      ratio.toFixed(2).padStart(7),
      (each.bar?.toFixed(1) ?? '–').padStart(5),
      (bare.calls / bare.seconds).toFixed(0).padStart(10),
      (gateway.calls / gateway.seconds).toFixed(0).padStart(8),
    );
  }
}

/** What translation costs over passing through: the same hundred pieces at once, in each vendor's own format. */
async function translationTable(gateway, missed) {
  const count = quick ? 200 : 1000;
  const models = [
    '@bench/stream-0',
    '@anthropic/claude-bench',
    '@bedrock/anthropic.claude-bench',
    '@gemini/gemini-bench',
    '@mistral/stream-0',
  ];
  const totals = new Map(models.map((model) => [model, 0]));
  const request = (model) => chat({ model, stream: true, messages: message('hello') });
  for (const model of models) await closedLoop(gateway.caller, request(model), 200, 8);
  for (let round = 0; round < 3; round++) {
    for (const model of models) {
      const before = cpuMicros(gateway.pid);
      await closedLoop(gateway.caller, request(model), count / 2, 8);
      await new Promise((resolve) => setTimeout(resolve, 700));
      totals.set(model, totals.get(model) + cpuMicros(gateway.pid) - before);
    }
  }
  console.log('\nA stream of 100 chunks, translated: CPU µs, ratio to the same stream passed through');
  for (const [model, cpu] of totals) {
    const ratio = cpu / totals.get(models[0]);
    console.log(model.padEnd(34), (cpu / count / 1.5).toFixed(0).padStart(8), ratio.toFixed(2).padStart(7));
    if (model.startsWith('@anthropic') && ratio > 2)
      missed.push(`translation of ${model}: ${ratio.toFixed(2)} against 2.0`);
  }
}

async function latencyTable(sides, direct) {
  const [rate, seconds] = quick ? [100, 3] : [150, 10];
  const request = (model) => chat({ model: model('whole'), messages: message('hello') });
  const plain = await fixedRate(
    direct,
    request((name) => name),
    rate,
    seconds,
  );
  console.log(`\nLatency added to the upstream's own, ${rate} requests per second (ms)`);
  console.log('side'.padEnd(34), 'p50'.padStart(8), 'p99'.padStart(9), 'CPU µs'.padStart(8));
  const added = [];
  for (const side of sides) {
    // The same load on both sides: a saturated loop lets the faster one batch its system calls.
    const before = cpuMicros(side.pid);
    const latencies = await fixedRate(side.caller, request(side.model), rate, seconds);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const cpu = (cpuMicros(side.pid) - before) / (rate * seconds);
    const figures = [...[0.5, 0.99].map((q) => quantile(latencies, q) - quantile(plain, q)), cpu];
    added.push(figures);
    console.log(
      side.name.padEnd(34),
      figures[0].toFixed(2).padStart(8),
      figures[1].toFixed(2).padStart(9),
      cpu.toFixed(0).padStart(8),
    );
  }
  console.log(
    'ratio'.padEnd(34),
    ...[0, 1, 2].map((index) => (added[1][index] / added[0][index]).toFixed(2).padStart(index === 1 ? 9 : 8)),
  );
}

/** Opens so many streams, lets them run, measures, and ends them. */
async function openStreams(caller, request, streams, measure = () => 0) {
  const closers = [];
  for (let opened = 0; opened < streams; opened += 50) {
    closers.push(...(await Promise.all(Array.from({ length: 50 }, () => caller.open(request)))));
  }
  await new Promise((resolve) => setTimeout(resolve, 8000));
  const measured = measure();
  for (const close of closers) close();
  return measured;
}

async function memoryTable(sides, missed) {
  const streams = quick ? 200 : 1000;
  console.log(`\nMemory of the process tree, idle and with ${streams} open streams`);
  console.log('side'.padEnd(34), 'idle MiB'.padStart(9), 'open MiB'.padStart(9), 'KiB/stream'.padStart(11));
  const perStream = [];
  for (const side of sides) {
    const request = chat({ model: side.model('stream-1000'), stream: true, messages: message('hello') });
    // A first run is not measured: memory of earlier cases, and what is made only once, must not count for the streams.
    await openStreams(side.caller, request, streams);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const idle = memoryKib(side.pid);
    const open = await openStreams(side.caller, request, streams, () => memoryKib(side.pid));
    perStream.push((open - idle) / streams);
    console.log(
      side.name.padEnd(34),
      (idle / 1024).toFixed(1).padStart(9),
      (open / 1024).toFixed(1).padStart(9),
      perStream.at(-1).toFixed(1).padStart(11),
    );
  }
  console.log(
    'ratio'.padEnd(34),
    ''.padStart(9),
    ''.padStart(9),
    (perStream[1] / perStream[0]).toFixed(2).padStart(11),
  );
  if (perStream[1] > 30) missed.push(`memory per open stream: ${perStream[1].toFixed(1)} KiB against 30`);
}
