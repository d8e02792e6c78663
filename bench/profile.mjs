// Where the CPU of a call goes: the sampling profiler of V8 on the main threads of both sides, summed by part, and what
// the other threads and Postgres take beside. The profiler itself costs some, so parts are shares of the CPU measured without.
import { once } from 'node:events';
import { closedLoop } from './load.mjs';
import { threadMicros } from './processes.mjs';
import { stream, wholeReply } from './requests.mjs';
import { PROBE, withServers } from './servers.mjs';
import { warmUp } from './warm-up.mjs';

const CASES = [
  { name: 'whole reply', make: wholeReply, count: 2000, concurrency: 16 },
  { name: 'paced stream', make: (model) => stream(model, 10), count: 200, concurrency: 100 },
];

const BY_FUNCTION = [
  ['garbage collection', /^\(garbage collector\)$/],
  ['event loop, reads and other system calls', /^\(program\)$/],
  ['writes to sockets', /^write(v|Buffer|Latin1String|Utf8String|AsciiString)$/],
];
const BY_FILE = [
  ['log record', /dist\/src\/(gateway\/recording|observability\/bound-record)/],
  ['journal: one line each, on disk', /dist\/src\/observability\/(log-journal|segment-writer)/],
  ['metrics and traces', /dist\/src\/(observability\/metrics|gateway\/tracing)/],
  ['lines to rows and sums, to Postgres', /dist\/src\/observability|node_modules\/pg/],
  ['cost', /dist\/src\/catalog/],
  ['reading and patching JSON', /dist\/src\/core\/json/],
  ['secret, request id, connection', /dist\/src\/(core\/http|gateway\/environment)/],
  ['plan and limits', /dist\/src\/(configs|gateway\/(planning|admission|endpoints|fronts))/],
  ['attempts, deadlines, retries', /dist\/src\/gateway\/attempts/],
  ['transport and credential mask', /dist\/src\/providers\/(transport|auth|framing)/],
  ["the vendor's format", /dist\/src\/providers/],
  ['reply and the rest of the gateway', /dist\/src\//],
  ['undici', /node_modules\/undici\//],
  ['Fastify, Nest and other packages', /node_modules\//],
  ['timers, promises and events of Node', /^node:(internal\/(timers|process|async|abort|event)|events|timers)/],
  ['node:http, sockets and streams', /^node:/],
];
const THE_REST = 'the rest';
const PARTS = [...[...BY_FUNCTION, ...BY_FILE].map(([name]) => name), THE_REST];

export function profileSection(report, { cores, quick }) {
  return withServers({ cores, flags: ['--import', PROBE], ipc: true }, async ({ bare, gateway }) => {
    await warmUp(bare);
    await warmUp(gateway);
    const columns = [];
    for (const each of CASES)
      for (const side of [bare, gateway])
        columns.push({ name: `${each.name}, ${side.name}`, micros: await partsOf(side, each, quick ? 2 : 6) });
    const names = [...PARTS, 'other threads of Node', 'Postgres'];
    report.table(
      'Where the CPU of a call goes (µs)',
      ['part', ...columns.map(({ name }) => name)],
      names.map((name) => [name, ...columns.map(({ micros }) => (micros.get(name) ?? 0).toFixed(0))]),
    );
  });
}

async function partsOf(side, { make, count, concurrency }, windows) {
  const load = () => closedLoop(side.caller, make(side.model), count, concurrency);
  await load();
  await load();
  const before = threadMicros(side.pid);
  for (let at = 0; at < windows; at++) await load();
  const after = threadMicros(side.pid);
  const perCall = (which) => (after[which] - before[which]) / count / windows;
  side.process.send({ ask: 'profile' });
  for (let at = 0; at < windows; at++) await load();
  const answered = once(side.process, 'message');
  side.process.send({ ask: 'profiled' });
  const [{ profile }] = await answered;
  const parts = new Map();
  for (const [name, share] of sharesOf(profile)) parts.set(name, share * perCall('main'));
  return parts.set('other threads of Node', perCall('threads')).set('Postgres', perCall('database'));
}

/** The share of each part in the samples that are the program's own: `dispatch` is the profiler as it starts. */
function sharesOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const { id, children = [] } of nodes) for (const child of children) byId.get(child).parent = id;
  const totals = new Map();
  let all = 0;
  samples.forEach((sample, at) => {
    if (['(idle)', 'dispatch'].includes(byId.get(sample).callFrame.functionName)) return;
    const part = partOf(byId, sample);
    totals.set(part, (totals.get(part) ?? 0) + timeDeltas[at]);
    all += timeDeltas[at];
  });
  return [...totals].map(([part, micros]) => [part, micros / all]);
}

/** Native code, and what Node offers for bytes and files, counts for the code that called it. */
const FOR_ITS_CALLER = /^$|^node:(fs|buffer|crypto|internal\/(fs|buffer|crypto))/;

function partOf(byId, sample) {
  const frames = [];
  for (let node = byId.get(sample); node; node = byId.get(node.parent)) frames.push(node.callFrame);
  const [innermost] = frames;
  const isFile = frames.some(({ url }) => url === 'node:fs');
  const named = isFile ? undefined : BY_FUNCTION.find(([, names]) => names.test(innermost.functionName));
  if (named && !innermost.url) return named[0];
  const { url } = frames.find((frame) => !FOR_ITS_CALLER.test(frame.url)) ?? innermost;
  return (BY_FILE.find(([, files]) => files.test(url)) ?? [THE_REST])[0];
}
