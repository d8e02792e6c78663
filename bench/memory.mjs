// Memory: idle, after load, per open stream, and what is given back some time after a burst.
import { setTimeout as sleep } from 'node:timers/promises';
import { closedLoop } from './load.mjs';
import { memoryMib } from './processes.mjs';
import { percent } from './report.mjs';
import { stream, wholeReply } from './requests.mjs';
import { withServers } from './servers.mjs';

const [RESIDENT_BAR_MIB, STREAM_BAR_KIB, GIVEN_BACK_BAR] = [180, 25, 1.2];
const LOAD_CALLS = 10_000;
const [BURST_STREAMS, OPENED_AT_ONCE] = [512, 50];

export function memorySection(report, { cores, quick }) {
  const streams = quick ? 200 : 1000;
  const times = quick ? { settleMs: 2000, openMs: 4000 } : { settleMs: 5000, openMs: 8000 };
  // Not even tried in the short form: it would be all of it.
  const restSeconds = quick ? null : 120;
  return withServers({ cores }, async ({ bare, gateway }) => {
    const sides = [bare, gateway];
    await sleep(times.settleMs);
    const taken = new Map(sides.map((side) => [side, { idle: memoryMib(side.pid) }]));
    for (const side of sides) Object.assign(taken.get(side), await underLoad(side, streams, times));
    if (restSeconds !== null) {
      for (const side of sides) await burst(side);
      await sleep(restSeconds * 1000);
      for (const side of sides) taken.get(side).rested = memoryMib(side.pid);
    }
    memoryTable(report, taken, { streams, restSeconds });
    streamTable(report, taken, streams);
  });
}

/**
 * Streams are opened twice. The first time the heap grows to a size that it keeps, which the bare proxy's does as well; what
 * an open stream holds shows the second time.
 */
async function underLoad(side, streams, { settleMs, openMs }) {
  await closedLoop(side.caller, wholeReply(side.model), LOAD_CALLS, 16);
  await sleep(1000);
  const loaded = memoryMib(side.pid);
  await sleep(settleMs);
  const rounds = [];
  for (let round = 0; round < 2; round++) {
    const before = memoryMib(side.pid);
    const open = await withOpenStreams(side, streams, openMs);
    rounds.push({ open, kibPerStream: ((open.resident - before.resident) * 1024) / streams });
    await sleep(settleMs);
  }
  return { loaded, open: rounds[0].open, first: rounds[0].kibPerStream, again: rounds[1].kibPerStream };
}

/** Streams that send a chunk a second, so that all are open for longer than is measured. */
async function withOpenStreams(side, count, openMs) {
  const request = stream(side.model, 1000);
  const opened = [];
  while (opened.length < count)
    opened.push(...(await Promise.all(Array.from({ length: OPENED_AT_ONCE }, () => side.caller.open(request)))));
  await sleep(openMs);
  const measured = memoryMib(side.pid);
  for (const { close } of opened) close();
  return measured;
}

async function burst(side) {
  await closedLoop(side.caller, wholeReply(side.model), LOAD_CALLS, 64);
  await closedLoop(side.caller, stream(side.model, 0), BURST_STREAMS, BURST_STREAMS);
}

const mib = (memory, which = 'resident') => memory[which].toFixed(0);

function memoryTable(report, taken, { streams, restSeconds }) {
  const rows = [...taken].flatMap(([side, { idle, loaded, open, rested }]) =>
    ['resident', ...(side.name === 'gateway' ? ['withDatabase'] : [])].map((which) => [
      side.name + (which === 'resident' ? '' : ' and its Postgres'),
      ...[idle, loaded, open].map((each) => mib(each, which)),
      rested ? mib(rested, which) : '–',
    ]),
  );
  const { idle, loaded, rested } = [...taken.values()][1];
  const notes = [
    'Resident set of the Node process; Postgres counts with its proportional set, for its processes share most of theirs.',
    `Bar: ${report.bar('MiB resident after load', loaded.resident, RESIDENT_BAR_MIB, 0)} MiB after load, without the database.`,
  ];
  if (rested) {
    const part = rested.resident / idle.resident;
    report.bar(`memory ${restSeconds} s after a burst, times idle`, part, GIVEN_BACK_BAR);
    notes.push(
      `${restSeconds} s after a burst the gateway has ${percent(part)} of what it had when idle (bar: 120 %).`,
    );
  }
  report.table(
    'Memory, MiB',
    [
      'side',
      'idle',
      `after ${LOAD_CALLS.toLocaleString('en')} calls`,
      `${streams} streams open`,
      restSeconds === null ? 'after a burst' : `${restSeconds} s after a burst`,
    ],
    rows,
    notes,
  );
}

function streamTable(report, taken, streams) {
  const rows = [...taken].map(([side, { first, again }]) => [side.name, first.toFixed(1), again.toFixed(1)]);
  const [, { again }] = [...taken.values()];
  const bar = report.bar('KiB per open stream', again, STREAM_BAR_KIB, 1);
  report.table(
    `Resident KiB per open stream (of ${streams}), on a gateway that has served calls`,
    ['side', 'first time', 'again'],
    rows,
    [`The first time young and old space grow for good, on both sides. Bar: ${bar} KiB the second time.`],
  );
}
