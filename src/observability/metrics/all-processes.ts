import cluster from 'node:cluster';
import { Injectable, type OnModuleDestroy, ServiceUnavailableException } from '@nestjs/common';
import { AggregatorRegistry } from 'prom-client';
import { MetricsRegistry, type ProcessMetrics } from './metrics-registry.js';

/** Between a worker and its primary: who scrapes one worker gets what all of them count. */
export type MetricsMessage =
  /** To the primary: a scrape came here. */
  | { readonly kind: 'metrics-wanted' }
  /** To each worker. */
  | { readonly kind: 'metrics-read'; readonly round: number }
  | { readonly kind: 'metrics-own'; readonly round: number; readonly metrics: ProcessMetrics }
  /** To the workers that wanted them. */
  | { readonly kind: 'metrics-all'; readonly processes: readonly ProcessMetrics[] };

const KINDS: ReadonlySet<unknown> = new Set<MetricsMessage['kind']>([
  ...(['metrics-wanted', 'metrics-read', 'metrics-own', 'metrics-all'] as const),
]);

/** The messages of this type are only sent by this program. */
export function isMetricsMessage(message: unknown): message is MetricsMessage {
  return typeof message === 'object' && message !== null && 'kind' in message && KINDS.has(message.kind);
}

/** A primary gives its workers a second. */
const ANSWER_WITHIN_MS = 5_000;

/** The metrics of this process, or of all workers that share its port, as a scrape shows them. */
@Injectable()
export class AllProcesses implements OnModuleDestroy {
  private waiting: ((processes: readonly ProcessMetrics[]) => void)[] = [];

  constructor(private readonly registry: MetricsRegistry) {
    if (cluster.isWorker) process.on('message', this.receive);
  }

  onModuleDestroy(): void {
    process.off('message', this.receive);
  }

  get contentType(): string {
    return AggregatorRegistry.PROMETHEUS_CONTENT_TYPE;
  }

  /** @throws ServiceUnavailableException where the primary does not answer */
  async scrape(): Promise<string> {
    const processes = cluster.isWorker ? await this.askPrimary() : [await this.registry.read()];
    // Counters and histograms are added; a gauge says itself what it is of several processes.
    return AggregatorRegistry.aggregate(processes.map((metrics) => [...metrics])).metrics();
  }

  private askPrimary(): Promise<readonly ProcessMetrics[]> {
    return new Promise((resolve, reject) => {
      const give = (processes: readonly ProcessMetrics[]): void => {
        clearTimeout(timer);
        resolve(processes);
      };
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((each) => each !== give);
        reject(new ServiceUnavailableException('The primary process did not answer in time. Scrape again.'));
      }, ANSWER_WITHIN_MS);
      this.waiting.push(give);
      send({ kind: 'metrics-wanted' });
    });
  }

  private readonly receive = (message: unknown): void => {
    if (!isMetricsMessage(message)) return;
    if (message.kind === 'metrics-all') for (const give of this.waiting.splice(0)) give(message.processes);
    if (message.kind === 'metrics-read') {
      void this.registry.read().then((metrics) => send({ kind: 'metrics-own', round: message.round, metrics }));
    }
  };
}

function send(message: MetricsMessage): void {
  if (process.connected) process.send?.(message);
}
