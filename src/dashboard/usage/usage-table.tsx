import { Alert, Table, Text } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { LinkAnchor } from '../components/links.js';
import { Money } from '../components/money.js';

interface UsageTableProps {
  readonly view: Schemas['UsageView'];
  /** The dimensions of the groups: one, or one within another. */
  readonly groups: readonly string[];
}

/** Groups that close to the total; each leads to its requests. */
export function UsageTable({ view, groups }: UsageTableProps) {
  const { items, total, from, to } = view;
  if (total.requests + total.shadow.requests === 0) return <Text c="dimmed">No request in this period.</Text>;
  return (
    <>
      {total.unpricedRequests > 0 && (
        <Alert color="yellow" mb="md" title={`${total.unpricedRequests} requests have no known cost`}>
          They are in no amount here. A price for their model makes it known: see docs/costs.md.
        </Alert>
      )}
      {total.shadow.requests > 0 && (
        <Text size="sm" mb="xs">
          Of the cost, <Money amount={total.shadow.cost} /> went to {total.shadow.requests.toLocaleString('en-US')}{' '}
          copies for shadows, which are no requests here.
        </Text>
      )}
      <Table.ScrollContainer minWidth={860}>
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {groups.map((group) => (
                <Table.Th key={group}>{group}</Table.Th>
              ))}
              <Table.Th ta="right">Requests</Table.Th>
              <Table.Th ta="right">Errors</Table.Th>
              <Table.Th ta="right">Tokens in</Table.Th>
              <Table.Th ta="right">Tokens out</Table.Th>
              <Table.Th ta="right">p95</Table.Th>
              <Table.Th ta="right">Cost</Table.Th>
              <Table.Th ta="right">Change</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.other ? 'other' : JSON.stringify(groups.map((group) => item.group[group]))}>
                {groups.map((group) => (
                  <Table.Td key={group}>
                    <GroupName {...{ item, group, groups }} period={{ from, to }} />
                  </Table.Td>
                ))}
                <Totals totals={item} change={item.change} />
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr fw={700}>
              <Table.Td colSpan={groups.length}>Total</Table.Td>
              <Totals totals={total} change={total.change} />
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

interface GroupNameProps {
  readonly item: Schemas['UsageGroupView'];
  readonly group: string;
  readonly groups: readonly string[];
  readonly period: { readonly from: string; readonly to: string };
}

/** Leads to the requests of the whole row. */
function GroupName({ item, group, groups, period }: GroupNameProps) {
  const name = item.group[group];
  if (item.other) return <Text size="sm">all others</Text>;
  if (name === null || name === undefined) return <Text size="sm">none</Text>;
  // Of two tags, the log can be filtered by one: by the one that is clicked.
  const filters = [...groups, group].flatMap((each) => Object.entries(filterOf(each, item.group[each])));
  const search = Object.fromEntries(filters);
  return (
    <LinkAnchor size="sm" to="/log" search={{ ...search, ...period }}>
      {name}
    </LinkAnchor>
  );
}

function filterOf(group: string, name: string | null | undefined): Readonly<Record<string, string>> {
  if (name === null || name === undefined) return {};
  return group.startsWith('tag.') ? { tag: `${group.slice('tag.'.length)}=${name}` } : { [group]: name };
}

interface TotalsProps {
  readonly totals: Schemas['UsageTotalsView'];
  readonly change: Schemas['ChangeView'] | undefined;
}

function Totals({ totals, change }: TotalsProps) {
  const count = (value: number | null) => (value === null ? '–' : value.toLocaleString('en-US'));
  const by = change?.cost ?? null;
  return (
    <>
      <Table.Td ta="right">{count(totals.requests)}</Table.Td>
      <Table.Td ta="right">{count(totals.errors)}</Table.Td>
      <Table.Td ta="right">{count(totals.tokens.input)}</Table.Td>
      <Table.Td ta="right">{count(totals.tokens.output)}</Table.Td>
      <Table.Td ta="right">{totals.latencyMs.p95 === null ? '–' : `${Math.round(totals.latencyMs.p95)} ms`}</Table.Td>
      <Table.Td ta="right">
        <Money amount={totals.cost} />
      </Table.Td>
      <Table.Td ta="right">{by === null ? '–' : `${by > 0 ? '+' : ''}${Math.round(by * 100)} %`}</Table.Td>
    </>
  );
}
