import { useMantineTheme } from '@mantine/core';
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Usage } from '../api/usage.js';
import { shortMoney } from '../components/money.js';
import { OTHERS, toSeries, type SeriesQuestion, type SeriesRow } from './to-series.js';

dayjs.extend(utc);

const COLORS = ['indigo', 'teal', 'orange', 'grape', 'cyan', 'lime', 'pink', 'yellow'] as const;

interface UsageChartProps {
  readonly view: Usage;
  readonly question: SeriesQuestion;
}

/** One measure over time by group, in UTC as the sums are kept. The table below says the same in figures. */
export default function UsageChart({ view, question }: UsageChartProps) {
  const { time, measure } = question;
  const theme = useMantineTheme();
  const { series, rows } = toSeries(view, question);
  const show = (value: unknown) =>
    measure === 'cost' ? shortMoney(String(value)) : Number(value).toLocaleString('en-US');
  const label = (at: unknown) => dayjs.utc(Number(at)).format(time === 'day' ? 'MMM D' : 'MMM D HH:mm');
  const colorOf = (name: string, place: number) =>
    name === OTHERS ? theme.colors.gray[5] : theme.colors[COLORS[place % COLORS.length] ?? 'indigo'][7];
  return (
    <div aria-hidden style={{ height: 260, marginBottom: 24, overflow: 'hidden' }}>
      <ResponsiveContainer>
        <BarChart data={[...rows]} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
          <XAxis
            dataKey="at"
            tickFormatter={label}
            stroke="var(--mantine-color-dimmed)"
            fontSize={12}
            minTickGap={24}
          />
          <YAxis tickFormatter={show} width={80} stroke="var(--mantine-color-dimmed)" fontSize={12} />
          <Tooltip
            labelFormatter={label}
            formatter={show}
            contentStyle={{
              background: 'var(--mantine-color-body)',
              borderColor: 'var(--mantine-color-default-border)',
            }}
          />
          {series.length > 1 && <Legend wrapperStyle={{ fontSize: 12 }} />}
          {series.map(({ key, name }, place) => (
            <Bar
              key={key}
              dataKey={({ values }: SeriesRow) => values[key]}
              name={name}
              stackId="all"
              fill={colorOf(name, place)}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
