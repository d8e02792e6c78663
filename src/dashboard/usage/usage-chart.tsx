import { useMantineTheme } from '@mantine/core';
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Schemas } from '../api/client.js';
import { shortMoney } from '../components/money.js';
import { valueOf } from './measures.js';
import type { Measure } from './usage-search.js';

dayjs.extend(utc);

interface UsageChartProps {
  readonly view: Schemas['UsageView'];
  readonly time: 'hour' | 'day';
  readonly measure: Measure;
}

/** One measure over time, in UTC as the sums are kept. The table below says the same in figures. */
export default function UsageChart({ view, time, measure }: UsageChartProps) {
  const theme = useMantineTheme();
  const data = view.items.map((item) => ({ time: item.group[time] ?? '', value: valueOf(item, measure) }));
  const show = (value: unknown) =>
    measure === 'cost' ? shortMoney(String(value)) : Number(value).toLocaleString('en-US');
  const label = (at: unknown) => dayjs.utc(String(at)).format(time === 'day' ? 'MMM D' : 'HH:mm');
  return (
    <div aria-hidden style={{ height: 220, marginBottom: 24 }}>
      <ResponsiveContainer>
        <BarChart data={data} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
          <XAxis dataKey="time" tickFormatter={label} stroke="var(--mantine-color-dimmed)" fontSize={12} />
          <YAxis tickFormatter={show} width={80} stroke="var(--mantine-color-dimmed)" fontSize={12} />
          <Tooltip
            labelFormatter={label}
            formatter={show}
            contentStyle={{
              background: 'var(--mantine-color-body)',
              borderColor: 'var(--mantine-color-default-border)',
            }}
          />
          <Bar dataKey="value" name={measure} fill={theme.colors.indigo[7]} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
