import { Table, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { Money } from '../components/money.js';

type Detail = Schemas['RequestDetailView'];

/** What the cost is the sum of, and what it was before it was charged again. */
export function CostLines({ detail: { cost, costLines, costHistory, costSource, vendorCost } }: { detail: Detail }) {
  if (cost === null && costHistory.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Cost
      </Title>
      {costSource === 'vendor' && (
        <Text size="sm">As the host itself states it, for its provider is set to charge by that.</Text>
      )}
      {costLines !== null && costLines.length > 0 && (
        <Table.ScrollContainer minWidth={480}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Unit</Table.Th>
                <Table.Th ta="right">Charged</Table.Th>
                <Table.Th ta="right">Price</Table.Th>
                <Table.Th ta="right">Amount</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {costLines.map((line) => (
                <CostLine key={line.unit} line={line} />
              ))}
            </Table.Tbody>
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th colSpan={3}>Together</Table.Th>
                <Table.Td ta="right">${cost}</Table.Td>
              </Table.Tr>
            </Table.Tfoot>
          </Table>
        </Table.ScrollContainer>
      )}
      {vendorCost !== null && costSource !== 'vendor' && <Text size="sm">The host itself says ${vendorCost}.</Text>}
      {costHistory.map(({ at, cost: former }) => (
        <Text key={at} size="sm">
          Before it was charged again: <Money amount={former} />
        </Text>
      ))}
    </section>
  );
}

function CostLine({ line: { unit, count, charged, price, discount, amount } }: { line: Schemas['CostLineView'] }) {
  const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 6 });
  const rules = [
    price.source === 'own' ? 'your price' : `catalog, ${price.vendor}`,
    price.serviceTier,
    price.abovePromptTokens === null ? null : `above ${number(price.abovePromptTokens)} tokens`,
    price.imageTier,
    price.effectiveFrom === null ? null : `since ${price.effectiveFrom.slice(0, 10)}`,
  ].filter((rule) => rule !== null);
  return (
    <Table.Tr>
      <Table.Td>
        {unit}
        <Text size="xs" c="dimmed">
          {price.model}: {rules.join(', ')}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        {number(charged)}
        {charged !== count && (
          <Text size="xs" c="dimmed">
            of {number(count)} used
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        × ${price.usd} / {number(price.per)}
        {discount !== null && (
          <Text size="xs" c="dimmed">
            less {discount.percent} %
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">${amount}</Table.Td>
    </Table.Tr>
  );
}
