// What a call waits for the gateway: at a fixed rate, before the first byte of a stream, and as a bound on throughput.
import { atFixedRate, closedLoop } from './load.mjs';
import { stream, wholeReply } from './requests.mjs';
import { withServers } from './servers.mjs';
import { median, quantile } from './statistics.mjs';
import { warmUp } from './warm-up.mjs';

const milliseconds = (value) => value.toFixed(2);

/** Sorted latencies of whole replies, in ms; from the planned time, a late caller counts as well. */
async function latencies({ caller, model }, { rate, seconds, fromPlanned }) {
  const request = wholeReply(model);
  const took = [];
  await atFixedRate(rate, seconds, async (planned) => {
    const from = fromPlanned ? planned : performance.now();
    await caller.call(request);
    took.push(performance.now() - from);
  });
  return took.sort((a, b) => a - b);
}

export function latencySection(report, { cores, quick }) {
  const [rate, seconds, rounds] = quick ? [150, 2, 3] : [150, 4, 5];
  return withServers({ cores }, async ({ direct, bare, gateway }) => {
    const figures = new Map([bare, gateway].map((side) => [side, { p50: [], p99: [] }]));
    for (const side of [direct, bare, gateway]) await warmUp(side);
    for (let round = 0; round < rounds; round++) {
      const plain = await latencies(direct, { rate, seconds, fromPlanned: false });
      for (const [side, { p50, p99 }] of figures) {
        const own = await latencies(side, { rate, seconds, fromPlanned: false });
        p50.push(quantile(own, 0.5) - quantile(plain, 0.5));
        p99.push(quantile(own, 0.99) - quantile(plain, 0.99));
      }
    }
    report.table(
      `Latency added to the vendor's own, ${rate} calls per second (ms, median of ${rounds} rounds)`,
      ['side', 'p50', 'p99'],
      addedRows([...figures].map(([side, { p50, p99 }]) => [side.name, median(p50), median(p99)])),
    );
  });
}

function addedRows(figures) {
  const [bare, gateway] = figures;
  return [
    ...figures.map(([name, p50, p99]) => [name, milliseconds(p50), milliseconds(p99)]),
    ['ratio', (gateway[1] / bare[1]).toFixed(2), (gateway[2] / bare[2]).toFixed(2)],
  ];
}

/** A chunk each 100 ms: ten words a second, as vendors send them, and no more than one core can send out for all. */
const [OPEN_STREAMS, CHUNK_MS, CHUNKS] = [512, 100, 100];

/** So many streams are open at all times, new ones come as others end, and each one's first byte is timed. */
export function firstByteSection(report, { cores, quick }) {
  const seconds = quick ? 3 : 10;
  return withServers({ cores }, async ({ direct, bare, gateway }) => {
    const measured = [];
    for (const side of [direct, bare, gateway]) {
      await warmUp(side);
      measured.push(await firstBytes(side, seconds));
    }
    const [plain, ...sides] = measured;
    const figures = sides.map((own, at) => [
      [bare, gateway][at].name,
      quantile(own, 0.5) - quantile(plain, 0.5),
      quantile(own, 0.99) - quantile(plain, 0.99),
    ]);
    report.table(
      `Time to first byte added to the vendor's own (ms), ${OPEN_STREAMS} streams open, a chunk each ${CHUNK_MS} ms`,
      ['side', 'p50', 'p99'],
      addedRows(figures),
      [`Bar: p99 at most ${report.bar('time to first byte, p99 added', figures[1][2], 1)} ms.`],
    );
  });
}

async function firstBytes({ caller, model }, seconds) {
  const request = stream(model, CHUNK_MS);
  const lasts = (CHUNK_MS * CHUNKS) / 1000;
  const took = [];
  const startedAt = performance.now();
  await atFixedRate(OPEN_STREAMS / lasts, lasts + seconds, async () => {
    const sentAt = performance.now();
    const { firstByteAt, close } = await caller.open(request);
    const isMeasured = sentAt - startedAt > lasts * 1000;
    if (isMeasured) took.push(firstByteAt - sentAt);
    setTimeout(close, lasts * 1000).unref();
  });
  return took.sort((a, b) => a - b);
}

const BOUNDS_MS = [5, 10, 50];

/** The highest rate at which 99 of 100 calls keep below the bound, by halving between none and what a closed loop reaches. */
export function tailSection(report, { cores, quick }) {
  const [seconds, steps] = quick ? [0.5, 4] : [1.5, 6];
  return withServers({ cores }, async ({ direct, bare, gateway }) => {
    const rows = [];
    for (const side of [direct, bare, gateway]) {
      const request = wholeReply(side.model);
      await closedLoop(side.caller, request, 3000, 32);
      const most = 5000 / (await closedLoop(side.caller, request, 5000, 32));
      const rates = [];
      for (const bound of BOUNDS_MS) rates.push(await highestRate(side, { most, bound, seconds, steps }));
      rows.push([side.name, ...rates.map((rate) => (rate === 0 ? 'none' : rate.toFixed(0))), most.toFixed(0)]);
    }
    report.table(
      'Calls per second with a p99 of at most …',
      ['side', ...BOUNDS_MS.map((bound) => `${bound} ms`), 'closed loop'],
      rows,
      [
        'From the planned time of each call. A step that fails is tried once more, since one pause of the machine fails it.',
        'Near the rates of the vendor called without a proxy it is the load generator that ends the search.',
      ],
    );
  });
}

async function highestRate(side, { most, bound, seconds, steps }) {
  let [holds, fails] = [0, most * 1.1];
  for (let step = 0; step < steps; step++) {
    const rate = (holds + fails) / 2;
    const isHeld = async () => quantile(await latencies(side, { rate, seconds, fromPlanned: true }), 0.99) <= bound;
    if ((await isHeld()) || (await isHeld())) holds = rate;
    else fails = rate;
  }
  return holds;
}
