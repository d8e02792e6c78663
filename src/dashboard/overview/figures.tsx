import { SimpleGrid } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { fillGaps } from '../api/fill-gaps.js';
import type { GRAIN_MS, Period } from '../api/period.js';
import type { Usage, UsageTotals } from '../api/usage.js';
import { shortMoney } from '../components/money.js';
import { FigureCard, type Figure } from './figure-card.js';

interface FiguresProps {
  readonly usage: Usage;
  readonly grain: keyof typeof GRAIN_MS;
  readonly period: Period;
}

/** The period in numbers. */
export function Figures({ usage, grain, period }: FiguresProps) {
  const steps = fillGaps(usage, grain);
  const over = (valueOf: (totals: UsageTotals) => number | null, none: number | null) =>
    steps.map(({ item }) => (item === undefined ? none : valueOf(item)));
  return (
    <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="sm">
      {figuresOf(usage.total, over).map((figure) => (
        <FigureCard key={figure.label} {...figure} filters={{ ...figure.filters, period }} />
      ))}
    </SimpleGrid>
  );
}

type Over = (valueOf: (totals: UsageTotals) => number | null, none: number | null) => (number | null)[];

function figuresOf(total: Schemas['ComparedTotalsView'], over: Over): Figure[] {
  const { change, previous, latencyMs, timeToFirstTokenMs: firstToken, tokens } = total;
  return [
    {
      label: 'Requests',
      value: count(total.requests),
      note: total.aborted > 0 ? `${count(total.aborted)} left by their callers` : undefined,
      change: change?.requests,
      over: over(({ requests }) => requests, 0),
      filters: {},
    },
    {
      label: 'Errors',
      value: count(total.errors),
      note: total.requests > 0 ? `${share(total.errors, total.requests)} of all requests` : undefined,
      change: change?.errors,
      isBad: true,
      over: over(({ errors }) => errors, 0),
      filters: { outcome: 'error' },
    },
    {
      label: 'Latency, p50',
      value: inMs(latencyMs.p50),
      note: `p95 ${inMs(latencyMs.p95)}, p99 ${inMs(latencyMs.p99)}`,
      change: growth(latencyMs.p50, previous?.latencyMs.p50),
      isBad: true,
      over: over((each) => each.latencyMs.p50, null),
      filters: {},
    },
    {
      label: 'Time to first token, p50',
      value: inMs(firstToken.p50),
      note: `p95 ${inMs(firstToken.p95)}, p99 ${inMs(firstToken.p99)}`,
      change: growth(firstToken.p50, previous?.timeToFirstTokenMs.p50),
      isBad: true,
      over: over((each) => each.timeToFirstTokenMs.p50, null),
      filters: { streaming: 'true' },
    },
    {
      label: 'Cost',
      value: total.cost === null ? 'not known' : shortMoney(total.cost),
      note: costNote(total),
      change: change?.cost,
      over: over(({ cost }) => (cost === null ? null : Number(cost)), 0),
      filters: {},
    },
    {
      label: 'Tokens in',
      value: count(tokens.input),
      note: tokens.cacheRead ? `${count(tokens.cacheRead)} from cache` : undefined,
      change: change?.inputTokens,
      over: over((each) => each.tokens.input, 0),
      filters: {},
    },
    {
      label: 'Tokens out',
      value: count(tokens.output),
      note: tokens.reasoning ? `${count(tokens.reasoning)} of reasoning` : undefined,
      change: change?.outputTokens,
      over: over((each) => each.tokens.output, 0),
      filters: {},
    },
    {
      label: 'Without a price',
      value: count(total.unpricedRequests),
      note: total.unpricedRequests > 0 ? 'They are in no amount' : 'Every cost is known',
      isBad: true,
      over: over(({ unpricedRequests }) => unpricedRequests, 0),
      filters: { outcome: 'unpriced' },
    },
  ];
}

function costNote({ wastedCost, shadow }: UsageTotals): string | undefined {
  const notes = [
    ...(shadow.requests > 0 && shadow.cost !== null ? [`${shortMoney(shadow.cost)} of it on shadows`] : []),
    ...(wastedCost === null ? [] : [`${shortMoney(wastedCost)} more on failed attempts`]),
  ];
  return notes.length === 0 ? undefined : notes.join(', ');
}

function count(value: number | null): string {
  if (value === null) return '–';
  return value.toLocaleString('en-US', value < 100_000 ? {} : { notation: 'compact', maximumFractionDigits: 1 });
}

/** A fraction; null where there is nothing to compare with. */
function growth(now: number | null, before: number | null | undefined): number | null {
  return now === null || before === null || before === undefined || before === 0 ? null : now / before - 1;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toLocaleString('en-US', { maximumSignificantDigits: 2 })} %`;
}

function inMs(value: number | null): string {
  return value === null ? '–' : `${Math.round(value).toLocaleString('en-US')} ms`;
}
