import type { Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import type { MetricsMessage } from '../observability/metrics/all-processes.js';
import { WorkerMetrics } from './worker-metrics.js';

/** A worker that has counted so many calls, and answers unless it is too busy. */
class FakeWorker extends EventEmitter {
  received: MetricsMessage[] = [];
  isBusy = false;
  isAlive = true;

  constructor(public calls: number) {
    super();
  }

  isConnected(): boolean {
    return this.isAlive;
  }

  send(message: MetricsMessage): boolean {
    this.received.push(message);
    if (message.kind === 'metrics-read' && !this.isBusy) {
      const counter = { name: 'calls_total', help: 'Calls.', type: 'counter', aggregator: 'sum' };
      const gauge = {
        name: 'open',
        help: 'Open.',
        type: 'gauge',
        aggregator: 'sum',
        values: [{ value: 1, labels: {} }],
      };
      const metrics = [{ ...counter, values: [{ value: this.calls, labels: {} }] }, gauge];
      queueMicrotask(() => this.emit('message', { kind: 'metrics-own', round: message.round, metrics }));
    }
    return true;
  }
}

/** Only what is used of one. */
const asWorker = (fake: FakeWorker): Worker => fake as object as Worker;

/** What a scrape of this worker sums up to. */
async function scraped(by: FakeWorker, name = 'calls_total'): Promise<number> {
  by.received = [];
  by.emit('message', { kind: 'metrics-wanted' });
  for (;;) {
    const all = by.received.find((message) => message.kind === 'metrics-all');
    if (all === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      continue;
    }
    const found = all.processes.flat().filter((metric) => 'name' in metric && metric.name === name);
    const values = found.flatMap((metric) => ('values' in metric ? (metric.values as { value: number }[]) : []));
    return values.reduce((sum, { value }) => sum + value, 0);
  }
}

describe('the metrics of workers', () => {
  function pool(...calls: readonly number[]) {
    const metrics = new WorkerMetrics();
    const workers = calls.map((count) => new FakeWorker(count));
    for (const worker of workers) metrics.add(asWorker(worker));
    return { metrics, workers };
  }

  it('are those of all, whichever is asked', async () => {
    const { workers } = pool(1, 2, 4);
    for (const worker of workers) expect(await scraped(worker)).toBe(7);
  });

  it('do not fall when workers end, also several at once; what they had open is gone', async () => {
    const { metrics, workers } = pool(1, 2, 4);
    const [first, second, third] = workers;
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    await scraped(first);
    const ending = [second, third].map((worker) => {
      worker.isAlive = false;
      return metrics.remove(asWorker(worker));
    });
    expect(await scraped(first)).toBe(7);
    await Promise.all(ending);
    expect(await scraped(first)).toBe(7);
    expect(await scraped(first, 'open')).toBe(1);
    first.calls = 2;
    expect(await scraped(first)).toBe(8);
  });

  it('are what a worker said last where it is too busy to answer', async () => {
    const { workers } = pool(1, 2);
    const [first, second] = workers;
    if (first === undefined || second === undefined) throw new Error('there are two');
    expect(await scraped(first)).toBe(3);
    [second.isBusy, second.calls] = [true, 5];
    expect(await scraped(first)).toBe(3);
  });
});
