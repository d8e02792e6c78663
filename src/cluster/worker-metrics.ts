import type { Worker } from 'node:cluster';
import { isMetricsMessage, type MetricsMessage } from '../observability/metrics/all-processes.js';
import type { ProcessMetrics } from '../observability/metrics/metrics-registry.js';

/** A worker that is too busy to answer counts with what it said last. */
const ANSWER_WITHIN_MS = 1_000;

/** What the primary does for a scrape, which reaches any one of its workers: it asks all of them. */
export class WorkerMetrics {
  private readonly last = new Map<Worker, ProcessMetrics>();
  /** The counters of workers that have ended, for sums must not fall: up to when they were last asked. */
  private ended: ProcessMetrics = [];
  private removing: Promise<void> = Promise.resolve();
  private round = 0;
  private unanswered = new Set<Worker>();
  private wanting = new Set<Worker>();
  private timer: NodeJS.Timeout | undefined;

  /** For a worker that answers calls. */
  add(worker: Worker): void {
    this.last.set(worker, []);
    worker.on('message', (message: unknown) => {
      if (!isMetricsMessage(message)) return;
      if (message.kind === 'metrics-wanted') this.ask(worker);
      if (message.kind === 'metrics-own' && message.round === this.round) this.receive(worker, message.metrics);
    });
  }

  /** Resolves when what it counted is among what has ended: until then it is counted as it last was. */
  remove(worker: Worker): Promise<void> {
    this.wanting.delete(worker);
    if (this.unanswered.delete(worker)) this.answerWhenComplete();
    // One after the other, for several may end together.
    this.removing = this.removing.then(async () => {
      const metrics = this.last.get(worker) ?? [];
      if (metrics.length > 0) this.ended = await sumOf([this.ended, metrics]);
      this.last.delete(worker);
    });
    return this.removing;
  }

  /** Who comes while others are waited for gets the same answer. */
  private ask(wanting: Worker): void {
    this.wanting.add(wanting);
    if (this.wanting.size > 1) return;
    this.round++;
    this.unanswered = new Set([...this.last.keys()].filter((worker) => worker.isConnected()));
    for (const worker of this.unanswered) send(worker, { kind: 'metrics-read', round: this.round });
    this.timer = setTimeout(() => this.answer(), ANSWER_WITHIN_MS);
  }

  private receive(worker: Worker, metrics: ProcessMetrics): void {
    this.last.set(worker, metrics);
    this.unanswered.delete(worker);
    this.answerWhenComplete();
  }

  private answerWhenComplete(): void {
    if (this.unanswered.size === 0) this.answer();
  }

  private answer(): void {
    clearTimeout(this.timer);
    const processes = [...this.last.values(), this.ended];
    for (const worker of this.wanting) send(worker, { kind: 'metrics-all', processes });
    this.wanting.clear();
  }
}

function send(worker: Worker, message: MetricsMessage): void {
  if (worker.isConnected()) worker.send(message);
}

/** Without gauges, which say how something is now. The library is loaded here, for most primaries never need it. */
async function sumOf(processes: readonly ProcessMetrics[]): Promise<ProcessMetrics> {
  const { AggregatorRegistry } = await import('prom-client');
  const counted = processes.map((metrics) => metrics.filter(isCounted));
  return AggregatorRegistry.aggregate(counted).getMetricsAsJSON();
}

function isCounted(metric: object): boolean {
  return 'type' in metric && (metric.type === 'counter' || metric.type === 'histogram');
}
