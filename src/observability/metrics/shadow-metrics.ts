import type { RequestLogRecord } from '../log-record.js';
import { isError } from '../rollups/measures.js';
import { LabelTree } from './label-tree.js';
import type { MetricsRegistry, Reading } from './metrics-registry.js';

/** Counts the calls of shadows apart from those of callers. */
export class ShadowMetrics {
  private readonly calls: LabelTree<ShadowCounts>;

  /** @param maxCombinations of labels that are told apart */
  constructor(registry: MetricsRegistry, maxCombinations: number) {
    this.calls = new LabelTree(
      ['environment', 'endpoint', 'provider', 'model'],
      maxCombinations,
      () => new ShadowCounts(),
    );
    const labels = ['environment', 'endpoint', 'provider', 'model'];
    const help =
      'Calls of shadows, one for each of their records. They are no requests of callers, and in no other counter.';
    registry.counter({ name: 'llmops_shadow_requests_total', help, labels: [...labels, 'outcome'] }, () =>
      this.readCalls(),
    );
    const cost = {
      name: 'llmops_shadow_cost_usd_total',
      help: 'What calls of shadows cost, with their failed attempts, as far as it is known. Not in llmops_cost_usd_total.',
    };
    registry.counter({ ...cost, labels }, () => this.readCosts());
  }

  /** @param model its label */
  add(record: RequestLogRecord, model: string): void {
    const counts = this.countsOf(record, model);
    if (isError(record)) counts.errors++;
    else counts.answered++;
    counts.costUsd += Number(record.cost ?? 0) + Number(record.wasted_cost ?? 0);
  }

  /** @param usd more than its record says */
  addCost(record: RequestLogRecord, model: string, usd: number): void {
    this.countsOf(record, model).costUsd += usd;
  }

  private countsOf({ environment, endpoint, provider }: RequestLogRecord, model: string): ShadowCounts {
    return this.calls.find(environment, endpoint, provider ?? '', model);
  }

  private *readCalls(): Generator<Reading<number>> {
    for (const { labels, counted } of this.calls.all) {
      yield { labels: { ...labels, outcome: 'ok' }, value: counted.answered };
      yield { labels: { ...labels, outcome: 'error' }, value: counted.errors };
    }
  }

  private *readCosts(): Generator<Reading<number>> {
    for (const { labels, counted } of this.calls.all) yield { labels, value: counted.costUsd };
  }
}

class ShadowCounts {
  answered = 0;
  errors = 0;
  costUsd = 0;
}
