import { Stack, Table, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { LinkAnchor } from '../components/links.js';
import { Money } from '../components/money.js';

type Result = Schemas['RerateView'];

const REASONS: Readonly<Record<Schemas['UnpricedCallsView']['reason'], string>> = {
  no_usage: 'The vendor did not say what it counted',
  not_whole: 'The vendor counted only the prompt or only the answer',
  unknown_model: 'Nobody wrote a price for the model',
  unknown_service_tier: 'No price for the tier that it was served at',
  no_price: 'No price for the unit',
  not_told_apart: 'Kinds of token that cost differently were counted together',
  stated_by_vendor: "The provider takes the host's word, which it did not give",
};

/** Models with what they cost before and by the prices of now; and calls without a price, each with its reason. */
export function RerateResult({ result: { total, models, unpriced, isCut } }: { result: Result }) {
  return (
    <Stack>
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Model</Table.Th>
              <Table.Th ta="right">Calls</Table.Th>
              <Table.Th ta="right">Changed</Table.Th>
              <Table.Th ta="right">Not priced</Table.Th>
              <Table.Th ta="right">Before</Table.Th>
              <Table.Th ta="right">By the prices of now</Table.Th>
              <Table.Th ta="right">Difference</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {models.map((sums) => (
              <SumsRow key={`${sums.provider ?? ''}/${sums.model ?? ''}`} sums={sums}>
                @{sums.provider}/{sums.model}
              </SumsRow>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <SumsRow sums={total}>Total</SumsRow>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
      <section>
        <Title order={2} size="h4" mb="xs">
          Calls without a price
        </Title>
        {unpriced.length === 0 ? (
          <Text c="dimmed">None in this period.</Text>
        ) : (
          <Table.ScrollContainer minWidth={640}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Model</Table.Th>
                  <Table.Th>Why</Table.Th>
                  <Table.Th ta="right">Calls</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {unpriced.map((each) => (
                  <UnpricedRow
                    key={`${each.provider ?? ''}/${each.model ?? ''} ${each.reason} ${each.unit ?? ''}`}
                    calls={each}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </section>
      {isCut && <Text c="dimmed">There are more models and reasons; the total has them all.</Text>}
    </Stack>
  );
}

function UnpricedRow({ calls }: { calls: Schemas['UnpricedCallsView'] }) {
  const { provider, vendor, model, reason, unit, requests, requestId } = calls;
  return (
    <Table.Tr>
      <Table.Td>
        @{provider}/{model}
      </Table.Td>
      <Table.Td>
        {REASONS[reason]}
        {unit !== null && `: ${unit}`}
      </Table.Td>
      <Table.Td ta="right">{requests.toLocaleString('en-US')}</Table.Td>
      <Table.Td>
        <LinkAnchor size="sm" to="/log" search={{ open: requestId } as never}>
          one of them
        </LinkAnchor>{' '}
        <LinkAnchor
          size="sm"
          to="/prices"
          search={{ open: 'new', vendor: vendor ?? undefined, model: model ?? undefined }}
        >
          add a price
        </LinkAnchor>
      </Table.Td>
    </Table.Tr>
  );
}

function SumsRow({ sums, children }: { sums: Schemas['RerateSumsView']; children: React.ReactNode }) {
  const count = (value: number) => value.toLocaleString('en-US');
  return (
    <Table.Tr>
      <Table.Td>{children}</Table.Td>
      <Table.Td ta="right">{count(sums.requests)}</Table.Td>
      <Table.Td ta="right">{count(sums.changed)}</Table.Td>
      <Table.Td ta="right">{count(sums.unpriced)}</Table.Td>
      <Table.Td ta="right">
        <Money amount={sums.costBefore} />
      </Table.Td>
      <Table.Td ta="right">
        <Money amount={sums.costAfter} />
      </Table.Td>
      <Table.Td ta="right">
        <Money amount={sums.difference} />
      </Table.Td>
    </Table.Tr>
  );
}
