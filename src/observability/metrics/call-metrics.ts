import { Inject, Injectable } from '@nestjs/common';
import type { PriceBook } from '../../catalog/price-book.js';
import type { AttemptRecord, RequestLogRecord } from '../log-record.js';
import { isError, isUnpriced } from '../rollups/measures.js';
import type { EstimatedCounts } from '../usage-estimate.js';
import { Buckets } from './buckets.js';
import { type Fault, faultOf } from './fault.js';
import { KnownModels } from './known-models.js';
import { LabelTree } from './label-tree.js';
import { MetricsRegistry, type Reading } from './metrics-registry.js';
import { ShadowMetrics } from './shadow-metrics.js';

/** Of each metric; some ten times what a large deployment has. */
const MAX_COMBINATIONS = 2_000;

/** Seconds. Answers of models take from a tenth of a second to the ten minutes that a call may last. */
const DURATION_BOUNDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];
const FIRST_TOKEN_BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120];
const OVERHEAD_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

const TOKENS = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'] as const;
type Tokens = Record<(typeof TOKENS)[number], number>;

/** What is not in the record of a call. */
export interface CallCircumstances {
  /** Milliseconds that the gateway itself took until the reply began. */
  readonly overheadMs: number;
  /** The usage is not whole and will be estimated, or found to be unknown: whether it has a price shows then. */
  readonly awaitsEstimate: boolean;
  readonly prices: Pick<PriceBook, 'find'>;
}

/**
 * Counts what the records of calls say, so that a scrape and a recount of the log come to the same. Plain numbers are
 * added to, once for each call and after its record is written; they become metrics when somebody scrapes.
 */
@Injectable()
export class CallMetrics {
  /** Called with every request that used something whose cost is not known. Must not throw. */
  onUnpriced: (record: RequestLogRecord) => void = () => undefined;
  readonly models: Pick<KnownModels, 'has' | 'labelOf'> = new KnownModels();
  private readonly calls = new LabelTree(
    ['environment', 'endpoint', 'provider', 'model'],
    MAX_COMBINATIONS,
    () => new CallCounts(),
  );
  private readonly durations = new LabelTree(
    ['endpoint', 'provider', 'model'],
    MAX_COMBINATIONS,
    () => new CallDurations(),
  );
  private readonly overheads = new LabelTree(['endpoint'], MAX_COMBINATIONS, () => new Buckets(OVERHEAD_BOUNDS));
  private readonly attempts = new LabelTree(
    ['provider', 'model', 'reason', 'because', 'outcome'],
    MAX_COMBINATIONS,
    () => ({ count: 0 }),
  );

  private readonly shadows: ShadowMetrics;

  constructor(@Inject(MetricsRegistry) registry: MetricsRegistry) {
    this.shadows = new ShadowMetrics(registry, MAX_COMBINATIONS);
    this.describeCounts(registry);
    this.describeDurations(registry);
  }

  /** Never throws: the record is written, and the reply is on its way. */
  add(record: RequestLogRecord, { overheadMs, awaitsEstimate, prices }: CallCircumstances): void {
    const { endpoint, latency_ms, first_token_ms } = record;
    const provider = record.provider ?? '';
    const model = this.labelOf(record, prices);
    if (record.shadow_of !== null) {
      this.shadows.add(record, model);
      if (!awaitsEstimate && isUnpriced(record)) this.onUnpriced(record);
      return;
    }
    const counts = this.calls.find(record.environment, endpoint, provider, model);
    counts.add(record);
    if (!awaitsEstimate && isUnpriced(record)) this.addUnpriced(record, counts);
    this.durations.find(endpoint, provider, model).add(latency_ms, first_token_ms);
    this.overheads.find(endpoint).add(overheadMs);
    if (record.attempts !== null) for (const attempt of record.attempts) this.addAttempt(attempt, prices);
    else if (record.provider !== null) this.attempts.find(provider, model, 'first', '', 'ok').count++;
  }

  /** @param after what takes the place of the record's counts; null where nothing could be estimated */
  addEstimate(record: RequestLogRecord, after: EstimatedCounts | null, prices: Pick<PriceBook, 'find'>): void {
    const model = this.labelOf(record, prices);
    const { usage, cost } = after ?? record;
    const isStillUnpriced = isUnpriced({ ...record, usage, cost });
    if (record.shadow_of !== null) {
      this.shadows.addCost(record, model, Number(cost ?? 0) - Number(record.cost ?? 0));
      if (isStillUnpriced) this.onUnpriced(record);
      return;
    }
    const counts = this.calls.find(record.environment, record.endpoint, record.provider ?? '', model);
    if (isStillUnpriced) this.addUnpriced(record, counts);
    if (after === null) return;
    counts.addTokens(after, 1);
    counts.addTokens(record, -1);
    counts.costUsd += Number(cost ?? 0) - Number(record.cost ?? 0);
  }

  private addUnpriced(record: RequestLogRecord, counts: CallCounts): void {
    counts.unpriced++;
    this.onUnpriced(record);
  }

  private addAttempt(attempt: AttemptRecord, prices: Pick<PriceBook, 'find'>): void {
    const { provider, vendor, reason, because, error, status } = attempt;
    const isAnswered = error === null && reason !== 'skipped';
    const isConfigured = attempt.variantId !== undefined;
    const model = this.models.labelOf({ provider, vendor, model: attempt.model, isConfigured, isAnswered }, prices);
    this.attempts.find(provider, model, reason, because ?? '', outcomeOf(attempt, status)).count++;
  }

  private labelOf(record: RequestLogRecord, prices: Pick<PriceBook, 'find'>): string {
    const { provider, vendor, model, config_id, error_code } = record;
    const isAnswered = error_code === null;
    return this.models.labelOf({ provider, vendor, model, isConfigured: config_id !== null, isAnswered }, prices);
  }

  private describeCounts(registry: MetricsRegistry): void {
    const labels = ['environment', 'endpoint', 'provider', 'model'];
    const count = (name: string, help: string, of: (counts: CallCounts) => number): void =>
      registry.counter({ name, help, labels }, () => this.read(of));
    count('llmops_requests_total', 'Requests of callers, one for each record of the log.', ({ requests }) => requests);
    count(
      'llmops_cost_usd_total',
      'What answers cost, as far as it is known: llmops_unpriced_requests_total counts those of which it is not.',
      ({ costUsd }) => costUsd,
    );
    count(
      'llmops_wasted_cost_usd_total',
      'What failed attempts cost whose vendor charges for them all the same. Not in llmops_cost_usd_total.',
      ({ wastedUsd }) => wastedUsd,
    );
    count(
      'llmops_unpriced_requests_total',
      'Requests that used something whose cost is not known.',
      ({ unpriced }) => unpriced,
    );
    const errors = {
      name: 'llmops_request_errors_total',
      help: 'Requests that failed, by whose fault it was (caller, operator, vendor, gateway) and why. Callers who left count as client_closed_request.',
    };
    registry.counter({ ...errors, labels: [...labels, 'owner', 'cause'] }, () => this.readErrors());
    const tokens = {
      name: 'llmops_tokens_total',
      help: 'Tokens, as the vendor counted them or else estimated. input has cache_read and cache_write in it, output has reasoning.',
    };
    registry.counter({ ...tokens, labels: [...labels, 'kind'] }, () => this.readTokens());
    const attempts = {
      name: 'llmops_attempts_total',
      help: 'Calls of vendors by why they were made (first, retry, fallback, continued; skipped: not made), after what failure, and how they ended.',
    };
    registry.counter({ ...attempts, labels: ['provider', 'model', 'reason', 'because', 'outcome'] }, () =>
      read(this.attempts, ({ count }) => count),
    );
  }

  private describeDurations(registry: MetricsRegistry): void {
    const labels = ['endpoint', 'provider', 'model'];
    registry.histogram(
      { name: 'llmops_request_duration_seconds', help: 'From the head of a request to the end of its reply.', labels },
      DURATION_BOUNDS,
      () => read(this.durations, ({ whole }) => whole),
    );
    registry.histogram(
      {
        name: 'llmops_time_to_first_token_seconds',
        help: 'From the head of a request to the first token, or the whole answer where it is not streamed.',
        labels,
      },
      FIRST_TOKEN_BOUNDS,
      () => read(this.durations, ({ firstToken }) => firstToken),
    );
    registry.histogram(
      {
        name: 'llmops_overhead_seconds',
        help: "The gateway's own time until the reply begins: without waiting for the caller's body, vendors, and the pauses before retries.",
        labels: ['endpoint'],
      },
      OVERHEAD_BOUNDS,
      () => read(this.overheads, (buckets) => buckets),
    );
  }

  private read(of: (counts: CallCounts) => number): Iterable<Reading<number>> {
    return read(this.calls, of);
  }

  private *readErrors(): Generator<Reading<number>> {
    for (const { labels, counted } of this.calls.all) {
      for (const [fault, value] of counted.errors) yield { labels: { ...labels, ...fault }, value };
    }
  }

  private *readTokens(): Generator<Reading<number>> {
    for (const { labels, counted } of this.calls.all) {
      for (const kind of TOKENS) yield { labels: { ...labels, kind }, value: counted.tokens[kind] };
    }
  }
}

function* read<Counted, Value>(tree: LabelTree<Counted>, of: (counted: Counted) => Value): Generator<Reading<Value>> {
  for (const { labels, counted } of tree.all) yield { labels, value: of(counted) };
}

function outcomeOf({ reason, error, provider }: AttemptRecord, status: number | null): string {
  if (reason === 'skipped' && error === null) return 'skipped';
  return error === null ? 'ok' : faultOf({ error_code: error, status: status ?? 0, provider }).cause;
}

type TokenColumns = Pick<EstimatedCounts, `${keyof Tokens}_tokens`>;

class CallCounts {
  requests = 0;
  unpriced = 0;
  costUsd = 0;
  wastedUsd = 0;
  readonly tokens: Tokens = { input: 0, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 };
  readonly errors = new Map<Fault, number>();

  add(record: RequestLogRecord): void {
    this.requests++;
    this.addTokens(record, 1);
    if (record.cost !== null) this.costUsd += Number(record.cost);
    if (record.wasted_cost !== null) this.wastedUsd += Number(record.wasted_cost);
    if (!record.aborted && !isError(record)) return;
    const fault = faultOf(record);
    this.errors.set(fault, (this.errors.get(fault) ?? 0) + 1);
  }

  addTokens(columns: TokenColumns, times: 1 | -1): void {
    const { tokens } = this;
    tokens.input += times * (columns.input_tokens ?? 0);
    tokens.cache_read += times * (columns.cache_read_tokens ?? 0);
    tokens.cache_write += times * (columns.cache_write_tokens ?? 0);
    tokens.output += times * (columns.output_tokens ?? 0);
    tokens.reasoning += times * (columns.reasoning_tokens ?? 0);
  }
}

class CallDurations {
  readonly whole = new Buckets(DURATION_BOUNDS);
  readonly firstToken = new Buckets(FIRST_TOKEN_BOUNDS);

  add(latencyMs: number, firstTokenMs: number | null): void {
    this.whole.add(latencyMs);
    if (firstTokenMs !== null) this.firstToken.add(firstTokenMs);
  }
}
