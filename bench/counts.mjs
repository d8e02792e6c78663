// `npm run bench:counts`, after `npm run build`, also in CI: what a call allocates and how often it reads and writes.
// Counts, not times, so a busy machine does not change them. Ends with code 1 and says what grew.
//
// heap: KiB allocated on the heap of the gateway's main thread, by V8's own figures before and after each collection.
// buffers: KiB of memory outside the heap, which is where copies of a body lie.
// io: reads and writes of files, sockets and pipes by the whole process (/proc/<pid>/io), those of the log's way into the
// database with them. Not for a big request: how many pieces it comes in depends on how busy the machine is.
//
// Calls come one by one (streams four at a time), since how many share a write depends on that as well. Code that V8 has
// not optimised yet allocates more, and other work of the server may fall into a window: the least of several counts, and
// there are more while two do not agree or a bound does not hold.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedLoop } from './load.mjs';
import { readsAndWrites } from './processes.mjs';
import { bigRequest, embedding, stream, wholeReply } from './requests.mjs';
import { PROBE, withServers } from './servers.mjs';

/** An eighth above what was measured. A change that lowers a figure for good lowers its bound, too. */
const CASES = [
  { name: 'whole reply, 1 KB', make: wholeReply, count: 400, bounds: { heap: 70, io: 5.8 } },
  { name: 'request of 200 KB', make: bigRequest, count: 20, bounds: { heap: 80, buffers: 690 } },
  { name: 'embeddings, 1,536 floats', make: embedding, count: 400, bounds: { heap: 66, io: 5.8 } },
  {
    name: 'stream of 100 chunks',
    make: (model) => stream(model, 5),
    count: 40,
    concurrency: 4,
    bounds: { heap: 355, io: 228 },
  },
];
const MEANING = { heap: 'KiB allocated on the heap', buffers: 'KiB of buffers', io: 'reads and writes' };
const [MOST_WINDOWS, ALIKE] = [10, 0.02];
/** The log's way into the database belongs to the calls. */
const SHIPPED_AFTER_MS = 1000;

const grown = await withServers({ cores: {}, flags: ['--import', PROBE], ipc: true }, async ({ gateway }) => {
  const lines = [];
  for (const each of CASES) lines.push(...compare(each, await leastOf(gateway, each)));
  return lines;
});
if (grown.length > 0) {
  console.log(`\n${grown.join('\n')}`);
  console.log('If the change is worth that, its commit raises the bound in bench/counts.mjs and says why.');
  process.exitCode = 1;
}

/** Prints what was counted; returns what is above its bound. */
function compare({ name, bounds }, counted) {
  const over = [];
  const parts = Object.entries(bounds).map(([what, bound]) => {
    const found = counted[what].toFixed(1);
    if (counted[what] > bound) over.push(`${name}: ${found} ${MEANING[what]} a call, at most ${bound} are expected.`);
    return `${found} ${MEANING[what]} (at most ${bound})`;
  });
  console.log(`${name.padEnd(26)} ${parts.join(', ')}`);
  return over;
}

async function leastOf(gateway, { make, count, concurrency = 1, bounds }) {
  const request = make(gateway.model);
  const least = { heap: Infinity, buffers: Infinity, io: Infinity };
  await closedLoop(gateway.caller, request, count * 2, 8);
  await sleep(SHIPPED_AFTER_MS);
  for (let round = 0; round < MOST_WINDOWS; round++) {
    const now = await countWindow(gateway, request, { count, concurrency });
    const isSteady = Math.abs(now.heap - least.heap) < now.heap * ALIKE;
    for (const what of Object.keys(least)) least[what] = Math.min(least[what], now[what]);
    if (isSteady && Object.entries(bounds).every(([what, bound]) => least[what] <= bound)) return least;
  }
  return least;
}

async function countWindow(gateway, request, { count, concurrency }) {
  gateway.process.send({ ask: 'begin' });
  const before = readsAndWrites(gateway.pid);
  await closedLoop(gateway.caller, request, count, concurrency);
  await sleep(SHIPPED_AFTER_MS);
  const io = (readsAndWrites(gateway.pid) - before) / count;
  const answered = once(gateway.process, 'message');
  gateway.process.send({ ask: 'allocated' });
  const [{ heap, buffers }] = await answered;
  return { heap: heap / 1024 / count, buffers: buffers === null ? Infinity : buffers / 1024 / count, io };
}
