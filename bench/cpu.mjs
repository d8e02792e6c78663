// CPU per call of the gateway's process tree as a ratio to the bare proxy's, and what one core carries.
import { setTimeout as sleep } from 'node:timers/promises';
import { closedLoop } from './load.mjs';
import { cpuMicros } from './processes.mjs';
import { SPREAD_NOTE, percent, withSpread } from './report.mjs';
import { bigRequest, embedding, stream, streamOf, upload, wholeReply } from './requests.mjs';
import { withServers } from './servers.mjs';
import { median, pairedWindows, spread } from './statistics.mjs';
import { warmUp } from './warm-up.mjs';

/** The log is shipped within a second or so: its cost belongs to the calls. */
const SHIPPED_AFTER_MS = 700;

/** bar: CPU per call as a ratio to the bare proxy at most. */
const CASES = [
  { name: 'whole reply, 1 KB', make: wholeReply, count: 2000, concurrency: 16, bar: 2.4 },
  { name: 'request of 200 KB', make: bigRequest, count: 300, concurrency: 8, bar: 1.8 },
  { name: 'embeddings, 1,536 floats', make: embedding, count: 1200, concurrency: 16, bar: 2.4 },
  {
    name: 'stream, 100 chunks 10 ms apart',
    make: (model) => stream(model, 10),
    count: 200,
    concurrency: 100,
    bar: 1.1,
  },
  { name: 'stream, 100 chunks at once', make: (model) => stream(model, 0), count: 300, concurrency: 8, bar: 1.15 },
  { name: 'upload of 10 MB', make: upload, count: 10, concurrency: 2, bar: null },
];

export function cpuSection(report, { cores, quick }) {
  const pairs = quick ? 3 : 12;
  return withServers({ cores }, async ({ bare, gateway }) => {
    await warmUp(bare);
    await warmUp(gateway);
    const rows = [];
    for (const each of CASES) rows.push(await measure(report, each, { bare, gateway, pairs }));
    report.table(
      'CPU of the process tree per call (µs), calls per second on one core',
      ['call', 'bare', 'gateway', 'ratio', 'bar', 'noise', 'per s bare', 'per s gateway'],
      rows,
      [
        `Median of ${pairs} windows of the gateway, each between two of the bare proxy. ${SPREAD_NOTE}`,
        'Noise: the same distance for the bare proxy against its own window before.',
      ],
    );
  });
}

async function measure(report, { name, make, count, concurrency, bar }, { bare, gateway, pairs }) {
  const rates = { bare: [], gateway: [] };
  const bareWindow = async () => {
    const before = cpuMicros(bare.pid);
    rates.bare.push(count / (await closedLoop(bare.caller, make(bare.model), count, concurrency)));
    return (cpuMicros(bare.pid) - before) / count;
  };
  const gatewayWindow = () => cpuPerCall(gateway, make(gateway.model), { count, concurrency, rates: rates.gateway });
  for (let round = 0; round < 2; round++) {
    await bareWindow();
    await gatewayWindow();
  }
  const { bare: bareMicros, gateway: micros, ratios, noise } = await pairedWindows(pairs, bareWindow, gatewayWindow);
  const ratio = median(ratios);
  return [
    name,
    bareMicros.toFixed(0),
    micros.toFixed(0),
    withSpread(ratio, spread(ratios)),
    bar === null ? '–' : report.bar(name, ratio, bar),
    percent(noise),
    median(rates.bare).toFixed(0),
    median(rates.gateway).toFixed(0),
  ];
}

/** Of one window on the gateway, its log record's way into the database with it. */
export async function cpuPerCall(gateway, request, { count, concurrency, rates = [] }) {
  const before = cpuMicros(gateway.pid);
  rates.push(count / (await closedLoop(gateway.caller, request, count, concurrency)));
  await sleep(SHIPPED_AFTER_MS);
  return (cpuMicros(gateway.pid) - before) / count;
}

const TRANSLATED = [
  '@anthropic/claude-bench',
  '@bedrock/anthropic.claude-bench',
  '@gemini/gemini-bench',
  '@mistral/stream-0',
];

/** What translation costs over passing through: the same hundred pieces at once, in each vendor's own format. */
export function translationSection(report, { cores, quick }) {
  const window = { count: quick ? 100 : 250, concurrency: 8 };
  return withServers({ cores }, async ({ gateway }) => {
    const passedThrough = () => cpuPerCall(gateway, stream(gateway.model, 0), window);
    const rows = [];
    for (const model of TRANSLATED) {
      const translated = () => cpuPerCall(gateway, streamOf(model), window);
      await passedThrough();
      await translated();
      const { gateway: micros, ratios } = await pairedWindows(quick ? 2 : 4, passedThrough, translated);
      const ratio = median(ratios);
      const bar = model.startsWith('@anthropic') ? report.bar(`translation, ${model}`, ratio, 2) : '–';
      rows.push([model, micros.toFixed(0), withSpread(ratio, spread(ratios)), bar]);
    }
    report.table(
      'A stream of 100 chunks, translated: ratio to the same stream passed through',
      ['model', 'µs', 'ratio', 'bar'],
      rows,
    );
  });
}
