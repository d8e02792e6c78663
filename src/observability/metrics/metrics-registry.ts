import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Buckets } from './buckets.js';

export type Labels = Readonly<Record<string, string>>;
/** The metrics of one process, as prom-client writes them to JSON. */
export type ProcessMetrics = readonly object[];

interface Description {
  /** `llmops_` and the unit included, as it is scraped. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** What is read when somebody scrapes: nothing is kept here, so whoever counts keeps plain numbers. */
export interface Reading<Value> {
  readonly labels?: Labels;
  readonly value: Value;
}

/** Of a gauge: what it says of several processes together. */
type Joined = 'sum' | 'min' | 'max';

/**
 * Until the event loop was looked at for the first time, and after each scrape that comes soon after another, these are
 * no numbers, and prom-client spells that as no parser of the format has to read. The percentiles are numbers always.
 */
const UNDEFINED_AT_FIRST = ['mean', 'stddev', 'min'].map((name) => `nodejs_eventloop_lag_${name}_seconds`);

/** All metrics of this process. Each is read from its owner at a scrape and costs nothing before. */
@Injectable()
export class MetricsRegistry {
  private readonly registry = new Registry();

  constructor() {
    // A timer that looks every ten milliseconds, as by default, wakes an idle machine for little.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 50 });
    for (const name of UNDEFINED_AT_FIRST) this.registry.removeSingleMetric(name);
  }

  counter({ name, help, labels = [] }: Description, read: () => Iterable<Reading<number>>): void {
    const collect = function (this: Counter): void {
      this.reset();
      for (const reading of read()) this.inc({ ...reading.labels }, reading.value);
    };
    new Counter({ name, help, labelNames: labels, registers: [this.registry], collect });
  }

  gauge({ name, help, labels = [] }: Description, joined: Joined, read: () => Iterable<Reading<number>>): void {
    const collect = function (this: Gauge): void {
      this.reset();
      for (const reading of read()) this.set({ ...reading.labels }, reading.value);
    };
    new Gauge({ name, help, labelNames: labels, registers: [this.registry], aggregator: joined, collect });
  }

  histogram(
    { name, help, labels = [] }: Description,
    bounds: readonly number[],
    read: () => Iterable<Reading<Buckets>>,
  ): void {
    const config = { name, help, labelNames: labels, buckets: [...bounds], registers: [this.registry] };
    new CountedHistogram(config, read);
  }

  /** In the form that processes send each other. */
  read(): Promise<ProcessMetrics> {
    return this.registry.getMetricsAsJSON();
  }
}

/** Its observations were counted elsewhere: prom-client's own hashes the labels of each, which costs more than counting. */
class CountedHistogram extends Histogram {
  constructor(
    config: ConstructorParameters<typeof Histogram>[0],
    private readonly counted: () => Iterable<Reading<Buckets>>,
  ) {
    super(config);
  }

  override async get(): ReturnType<Histogram['get']> {
    const described = await super.get();
    const values: typeof described.values = [];
    for (const { labels = {}, value } of this.counted()) {
      const add = (suffix: string, number: number, more: Record<string, string | number> = {}): void => {
        values.push({ metricName: `${described.name}_${suffix}`, labels: { ...labels, ...more }, value: number });
      };
      for (const [bound, count] of value.cumulative()) add('bucket', count, { le: bound });
      add('sum', value.sum);
      add('count', value.count);
    }
    return { ...described, values };
  }
}
