import { Group, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { toProblem } from '../api/problem.js';
import type { UsageTotals } from '../api/usage.js';
import { useUsage } from '../api/usage.js';
import { Money } from '../components/money.js';
import { ProblemAlert } from '../components/problem-alert.js';
import type { LogRange } from './log-period.js';

const Histogram = lazy(() => import('./histogram.js'));
const LIVE_MS = 10_000;

interface LogTotalsProps {
  readonly range: LogRange;
  /** Without those on time. */
  readonly query: Readonly<Record<string, string>>;
  readonly isLive: boolean;
  readonly onZoom: (range: { readonly from: string; readonly to: string }) => void;
}

/** All that the filters leave, added up, and over time. */
export function LogTotals({ range: { summed, grain }, query, isLive, onZoom }: LogTotalsProps) {
  const usage = useUsage({ ...query, ...summed, groupBy: grain }, { refreshMs: isLive && LIVE_MS });
  if (usage.isError) {
    const { status, errors } = toProblem(usage.error);
    // The list is there all the same; a wrong filter it refuses itself.
    if (status === 400) {
      return (
        <Text size="sm" c="dimmed" role="status" aria-label="Totals">
          Not added up: {errors.map(({ detail }) => detail).join('; ')}.
        </Text>
      );
    }
    return <ProblemAlert error={usage.error} onRetry={() => void usage.refetch()} />;
  }
  if (usage.data === undefined) return <div style={{ height: 138 }} />;
  return (
    <div>
      <Totals totals={usage.data.total} />
      <Suspense fallback={<div style={{ height: 110 }} />}>
        <Histogram usage={usage.data} grain={grain} onZoom={onZoom} />
      </Suspense>
    </div>
  );
}

function Totals({ totals }: { totals: UsageTotals }) {
  const { requests, errors, aborted, unpricedRequests, latencyMs, tokens, cost, shadow } = totals;
  const facts: readonly (readonly [string, string])[] = [
    ['requests', count(requests)],
    ['errors', count(errors)],
    ...(aborted > 0 ? [['left', count(aborted)] as const] : []),
    ...(shadow.requests > 0 ? [['copies for shadows', count(shadow.requests)] as const] : []),
    ['p50', inMs(latencyMs.p50)],
    ['p99', inMs(latencyMs.p99)],
    ['tokens in', count(tokens.input)],
    ['tokens out', count(tokens.output)],
    ...(unpricedRequests > 0 ? [['without a price', count(unpricedRequests)] as const] : []),
  ];
  return (
    <Group gap="md" role="status" aria-label="Totals">
      {facts.map(([label, value]) => (
        <Text key={label} size="sm" style={{ whiteSpace: 'nowrap' }}>
          <b>{value}</b> {label}
        </Text>
      ))}
      <Text size="sm" component="span">
        <Money amount={requests + shadow.requests === 0 ? '0' : cost} /> cost
      </Text>
    </Group>
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function inMs(value: number | null): string {
  return value === null ? '–' : `${Math.round(value).toLocaleString('en-US')} ms`;
}
