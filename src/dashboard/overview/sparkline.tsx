import { Area, AreaChart, ResponsiveContainer, YAxis } from 'recharts';

/** How a number went over the period. The number itself stands above it. */
export default function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const data = values.map((value) => ({ value }));
  return (
    <div aria-hidden style={{ height: 36 }}>
      <ResponsiveContainer>
        <AreaChart data={data} margin={{ top: 2, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <YAxis hide domain={[0, 'auto']} />
          <Area
            dataKey="value"
            type="linear"
            connectNulls
            stroke="var(--mantine-primary-color-filled)"
            fill="var(--mantine-primary-color-light)"
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
