import { parseUsd } from '../catalog/parse-usd.js';
import type { DailyUsageRow } from '../observability/usage/daily-usage.js';
import { matchModels } from './match-models.js';
import type { Bill, DatedLine } from './read-bill.js';

export const MEASURES = ['requests', 'input', 'cacheRead', 'cacheWrite', 'output', 'cost'] as const;
export type Measure = (typeof MEASURES)[number];

/** Sums; null where a side does not state them. Cost in pico-USD. */
export type Sums = Readonly<Record<Measure, bigint | null>>;

/** `missing-in-ours`: the vendor states what the log does not have. */
export type GapStatus = 'equal' | 'differs' | 'missing-in-ours' | 'missing-in-theirs';

export interface Comparison {
  readonly status: GapStatus;
  readonly ours: Sums;
  readonly theirs: Sums;
  /** Ours, with no known price. */
  readonly unpriced: bigint;
}

export interface ComparedModel extends Comparison {
  readonly model: string;
  readonly ourNames: readonly string[];
  readonly theirNames: readonly string[];
}

export interface ComparedDay extends Comparison {
  readonly day: string;
  readonly model: string;
}

export interface ComparedBill {
  readonly total: Comparison;
  /** Largest gap in money first, then in tokens. */
  readonly models: readonly ComparedModel[];
  readonly days: readonly ComparedDay[];
}

interface Options {
  /** A gap of no more than this is none, in thousandths of a per cent of their sum. */
  readonly tolerance: bigint;
  readonly aliasOf: (name: string) => string;
}

/** A vendor's bill beside the log, by day and model. Only what the bill states is compared. */
export function compareBill(
  bill: Bill,
  usage: readonly DailyUsageRow[],
  { tolerance, aliasOf }: Options,
): ComparedBill {
  const names = { theirs: bill.lines.map(({ model }) => model), ours: usage.map(({ model }) => model) };
  const rows = matchModels(names, aliasOf);
  const total = new Pair();
  const models = new Groups();
  const days = new Groups();
  const pairsOf = (day: string, model: string) => [total, models.at(model), days.at(`${day} ${model}`)];
  for (const line of bill.lines) {
    const model = rows.theirs.get(line.model) ?? line.model;
    for (const pair of pairsOf(line.day, model)) pair.addTheirs(line, bill.format.roundedBy ?? 0n);
  }
  for (const row of usage) {
    const model = rows.ours.get(row.model) ?? row.model;
    for (const pair of pairsOf(row.day, model)) pair.addOurs(row);
  }
  return {
    total: total.compared(tolerance),
    models: models.sorted().map(([model, pair]) => ({ model, ...pair.names(), ...pair.compared(tolerance) })),
    days: days.sorted().map(([key, pair]) => {
      const space = key.indexOf(' ');
      return { day: key.slice(0, space), model: key.slice(space + 1), ...pair.compared(tolerance) };
    }),
  };
}

class Groups {
  private readonly pairs = new Map<string, Pair>();

  at(key: string): Pair {
    const pair = this.pairs.get(key) ?? new Pair();
    this.pairs.set(key, pair);
    return pair;
  }

  sorted(): readonly (readonly [string, Pair])[] {
    return [...this.pairs].sort(([a, one], [b, other]) => compareGaps(one, other) || (a < b ? -1 : 1));
  }
}

function compareGaps(one: Pair, other: Pair): number {
  for (const gapOf of [(pair: Pair) => pair.costGap(), (pair: Pair) => pair.tokenGap()]) {
    const [a, b] = [gapOf(one), gapOf(other)];
    if (a !== b) return a > b ? -1 : 1;
  }
  return 0;
}

const NOTHING: Sums = { requests: null, input: null, cacheRead: null, cacheWrite: null, output: null, cost: null };
const TOKENS = ['input', 'cacheRead', 'cacheWrite', 'output'] as const;

/** Both sides of one row. */
class Pair {
  private ours = NOTHING;
  private theirs = NOTHING;
  private unpriced = 0n;
  /** By which their amounts may be off together. */
  private rounding = 0n;
  private readonly ourNames = new Set<string>();
  private readonly theirNames = new Set<string>();

  addTheirs({ model, requests, tokens, cost }: DatedLine, roundedBy: bigint): void {
    const counts = tokens ?? { input: null, cacheRead: null, cacheWrite: null, output: null };
    const { input, cacheRead, cacheWrite, output } = counts;
    this.theirs = added(this.theirs, toSums({ requests, input, cacheRead, cacheWrite, output }, cost));
    this.rounding += roundedBy;
    this.theirNames.add(model);
  }

  addOurs({
    model,
    requests,
    input,
    cache_read: cacheRead,
    cache_write: cacheWrite,
    output,
    cost,
    unpriced,
  }: DailyUsageRow): void {
    this.ours = added(this.ours, toSums({ requests, input, cacheRead, cacheWrite, output }, parseUsd(cost)));
    this.unpriced += BigInt(unpriced);
    this.ourNames.add(model);
  }

  names() {
    return { ourNames: [...this.ourNames].sort(), theirNames: [...this.theirNames].sort() };
  }

  compared(tolerance: bigint): Comparison {
    const { ours, theirs, unpriced } = this;
    return { status: this.status(tolerance), ours, theirs, unpriced };
  }

  costGap(): bigint {
    return this.theirs.cost === null ? 0n : absolute(gapOf(this.theirs.cost, this.ours.cost));
  }

  tokenGap(): bigint {
    let sum = 0n;
    for (const kind of TOKENS) {
      if (this.theirs[kind] !== null) sum += absolute(gapOf(this.theirs[kind], this.ours[kind]));
    }
    return sum;
  }

  private status(tolerance: bigint): GapStatus {
    if (this.theirNames.size === 0) return this.ourNames.size === 0 ? 'equal' : 'missing-in-theirs';
    if (this.ourNames.size === 0) return 'missing-in-ours';
    const isOff = (measure: Measure): boolean => {
      const stated = this.theirs[measure];
      if (stated === null) return false;
      const gap = absolute(gapOf(stated, this.ours[measure]));
      const rounding = measure === 'cost' ? this.rounding : 0n;
      return gap > rounding && gap * 100_000n > tolerance * absolute(stated);
    };
    // How often a vendor was asked is no part of its bill, and it counts what it refused.
    return [...TOKENS, 'cost' as const].some(isOff) ? 'differs' : 'equal';
  }
}

type Counts = Readonly<Record<Exclude<Measure, 'cost'>, number | string | null>>;

function toSums(counts: Counts, cost: bigint | null): Sums {
  const { requests, input, cacheRead, cacheWrite, output } = counts;
  return {
    requests: toBigInt(requests),
    input: toBigInt(input),
    cacheRead: toBigInt(cacheRead),
    cacheWrite: toBigInt(cacheWrite),
    output: toBigInt(output),
    cost,
  };
}

function toBigInt(count: number | string | null): bigint | null {
  return count === null ? null : BigInt(count);
}

function added(sums: Sums, more: Sums): Sums {
  const sum = { ...sums };
  for (const measure of MEASURES) {
    const value = more[measure];
    if (value !== null) sum[measure] = (sum[measure] ?? 0n) + value;
  }
  return sum;
}

/** Positive where they state more. */
export function gapOf(theirs: bigint, ours: bigint | null): bigint {
  return theirs - (ours ?? 0n);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
