import { Text, Tooltip } from '@mantine/core';

/** USD, short; all digits on hover and focus. Null is not known, which is not zero. */
export function Money({ amount }: { amount: string | null }) {
  if (amount === null) {
    return (
      <Text span size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        not known
      </Text>
    );
  }
  return (
    <Tooltip label={`$${amount}`} events={{ hover: true, focus: true, touch: true }}>
      <Text span size="sm" tabIndex={0} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {shortMoney(amount)}
      </Text>
    </Tooltip>
  );
}

/** Cents where there are some, else two significant digits. */
export function shortMoney(amount: string): string {
  const value = Number(amount);
  if (value === 0) return '$0';
  if (Math.abs(value) >= 0.01)
    return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return `$${value.toLocaleString('en-US', { maximumSignificantDigits: 2 })}`;
}
