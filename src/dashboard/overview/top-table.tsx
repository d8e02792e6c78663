import { Card, Title } from '@mantine/core';
import type { Period } from '../api/period.js';
import { useUsage, type Usage } from '../api/usage.js';
import { LinkAnchor } from '../components/links.js';
import { ListTable, type Column } from '../components/list-table.js';
import { Money } from '../components/money.js';
import { QueryView } from '../components/query-view.js';

type Group = Usage['items'][number];

interface TopTableProps {
  readonly title: string;
  readonly by: 'model' | 'provider' | 'config';
  readonly range: Readonly<Record<string, string>>;
  readonly period: Period;
}

const SHOWN = 6;

/** Who has most of the requests. */
export function TopTable({ title, by, range, period }: TopTableProps) {
  const usage = useUsage({ ...range, groupBy: by, top: String(SHOWN) });
  const columns: readonly Column<Group>[] = [
    {
      key: 'name',
      title,
      cell: ({ group, other }) => {
        const name = group[by];
        if (other) return 'all others';
        if (name === null || name === undefined) return 'none';
        return (
          <LinkAnchor to="/log" search={{ [by]: name, period }} size="sm">
            {name}
          </LinkAnchor>
        );
      },
    },
    { key: 'requests', title: 'Requests', align: 'right', cell: ({ requests }) => requests.toLocaleString('en-US') },
    {
      key: 'errors',
      title: 'Errors',
      align: 'right',
      cell: ({ errors, requests }) =>
        `${((100 * errors) / requests).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`,
    },
    {
      key: 'latency',
      title: 'p50',
      align: 'right',
      cell: ({ latencyMs: { p50 } }) => (p50 === null ? '–' : `${Math.round(p50).toLocaleString('en-US')} ms`),
    },
    { key: 'cost', title: 'Cost', align: 'right', cell: ({ cost }) => <Money amount={cost} /> },
  ];
  return (
    <Card withBorder padding="sm" component="section">
      <Title order={2} size="h5" mb="xs">
        By {title.toLowerCase()}
      </Title>
      <QueryView result={usage}>
        {({ items }) => (
          <ListTable
            label={`Usage by ${title.toLowerCase()}`}
            rows={items}
            columns={columns}
            rowKey={({ group, other }) => (other ? 'other' : `name ${group[by] ?? ''}`)}
            empty="No request in this period."
            minWidth={420}
          />
        )}
      </QueryView>
    </Card>
  );
}
