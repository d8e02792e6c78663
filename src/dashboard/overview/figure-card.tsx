import { Group, Text } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Period } from '../api/period.js';
import { LinkCard } from '../components/links.js';
import type { LogFilters } from '../log/log-search.js';

const Sparkline = lazy(() => import('./sparkline.js'));

export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: string | undefined;
  /** Against the period before, a fraction; null where there is nothing to compare with. */
  readonly change?: number | null | undefined;
  /** Whether more of it is worse: errors, latency. */
  readonly isBad?: boolean;
  readonly over?: readonly (number | null)[];
  /** The requests that it is about. */
  readonly filters: LogFilters & { readonly period?: Period | undefined };
}

/** A number, how it changed and how it went; leads to the requests that it is made of. */
export function FigureCard({ label, value, note, change, isBad = false, over, filters }: Figure) {
  return (
    <LinkCard withBorder padding="sm" to="/log" search={filters} c="inherit">
      <Text size="xs" c="dimmed" fw={600}>
        {label}
      </Text>
      <Group justify="space-between" align="baseline" gap="xs" wrap="nowrap">
        <Text fz={22} fw={700} style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
          {value}
        </Text>
        <Change change={change} isBad={isBad} />
      </Group>
      <Text size="xs" c="dimmed" mih={18}>
        {note}
      </Text>
      {over && (
        <Suspense fallback={<div style={{ height: 36 }} />}>
          <Sparkline values={over} />
        </Suspense>
      )}
    </LinkCard>
  );
}

function Change({ change, isBad }: { change: number | null | undefined; isBad: boolean }) {
  if (change === null || change === undefined || change === 0) return null;
  const isWorse = isBad && change > 0;
  return (
    <Text
      size="sm"
      c={isWorse ? 'var(--mantine-color-error)' : 'dimmed'}
      style={{ whiteSpace: 'nowrap' }}
      title="Against the period before"
    >
      {change > 0 ? '+' : ''}
      {Math.round(change * 100).toLocaleString('en-US')} %
    </Text>
  );
}
