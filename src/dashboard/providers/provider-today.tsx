import { Text } from '@mantine/core';
import dayjs from 'dayjs';
import type { Provider } from '../api/collections.js';
import { useMinute } from '../api/period.js';
import { useRuleTargets } from '../api/rule-targets.js';
import { useUsage, type UsageTotals } from '../api/usage.js';
import { LinkAnchor } from '../components/links.js';
import { Money } from '../components/money.js';
import { useTimeZone } from '../components/moment.js';

const REFRESH_MS = 30_000;

export interface Today {
  /** RFC 3339: when the day began, in UTC or the browser's zone as the switch says. */
  readonly from: string;
  /** By slug. Undefined while it is loaded; a provider without calls is missing. */
  readonly bySlug: ReadonlyMap<string, UsageTotals> | undefined;
}

/** What each provider has been called for since midnight. */
export function useToday(): Today {
  const [zone] = useTimeZone();
  const now = dayjs(useMinute());
  const from = (zone === 'utc' ? now.utc() : now).startOf('day').toISOString();
  const to = now.endOf('hour').add(1, 'millisecond').toISOString();
  const usage = useUsage({ from, to, groupBy: 'provider' }, { refreshMs: REFRESH_MS });
  const items = usage.data?.items.filter(({ other }) => !other);
  return { from, bySlug: items && new Map(items.map((item) => [item.group['provider'] ?? '', item])) };
}

interface TodayCellProps {
  readonly provider: Provider;
  readonly today: Today;
}

/** Calls of today and the part of them that failed, which leads to them. */
export function ErrorsToday({ provider: { slug }, today: { from, bySlug } }: TodayCellProps) {
  if (bySlug === undefined) return null;
  const { requests, errors } = bySlug.get(slug) ?? { requests: 0, errors: 0 };
  if (requests === 0) {
    return (
      <Text size="sm" c="dimmed">
        no calls
      </Text>
    );
  }
  return (
    <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
      <LinkAnchor to="/log" search={{ provider: slug, outcome: 'error', from }} size="sm">
        {((100 * errors) / requests).toLocaleString('en-US', { maximumFractionDigits: 1 })} % errors
      </LinkAnchor>{' '}
      of {requests.toLocaleString('en-US')}
    </Text>
  );
}

export function SpendToday({ provider: { slug }, today: { bySlug } }: TodayCellProps) {
  if (bySlug === undefined) return null;
  const totals = bySlug.get(slug);
  return totals === undefined ? <Money amount="0" /> : <Money amount={totals.cost} />;
}

/** How many rules call it. Which ones its panel shows. */
export function UsedByCount({ provider: { id } }: { provider: Provider }) {
  const { data } = useRuleTargets({ providerId: id });
  if (data === undefined) return null;
  const count = new Set(data.items.map(({ ruleId }) => ruleId)).size;
  const most = data.nextCursor === null ? '' : '+';
  return <Text size="sm">{count === 0 ? 'no rule' : `${count}${most} ${count === 1 ? 'rule' : 'rules'}`}</Text>;
}
