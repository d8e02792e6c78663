// Loaded into a measured process by `--import`: says, when asked, how much its main thread has allocated, and profiles it.
import { Session } from 'node:inspector/promises';
import { GCProfiler, getHeapStatistics } from 'node:v8';

if (process.send) {
  process.on('message', async ({ ask }) => {
    if (ask === 'begin') begin();
    else if (ask === 'allocated') process.send(allocated());
    else if (ask === 'profile') await profile();
    else if (ask === 'profiled') process.send(await session.post('Profiler.stop'));
  });
  // The gateway ends by itself.
  process.channel.unref();
}

let profiler;
let session;
let atBegin;

function begin() {
  profiler = new GCProfiler();
  profiler.start();
  atBegin = getHeapStatistics();
}

/**
 * Heap: what is there now and was not at the beginning, and what collections have taken away in between. Memory of
 * buffers lies outside the heap and is given back some time after a collection, so it is only known where there was none.
 */
function allocated() {
  const now = getHeapStatistics();
  const { statistics } = profiler.stop();
  const collected = statistics.reduce(
    (sum, { beforeGC, afterGC }) => sum + beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    0,
  );
  return {
    heap: now.used_heap_size - atBegin.used_heap_size + collected,
    buffers: statistics.length === 0 ? now.external_memory - atBegin.external_memory : null,
  };
}

async function profile() {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
}
