import { useMantineTheme } from '@mantine/core';
import { useState } from 'react';
import { Bar, BarChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { fillGaps } from '../api/fill-gaps.js';
import { GRAIN_MS } from '../api/period.js';
import type { Usage } from '../api/usage.js';
import { useExactTime } from '../components/moment.js';

interface HistogramProps {
  readonly usage: Usage;
  readonly grain: keyof typeof GRAIN_MS;
  readonly onZoom: (range: { readonly from: string; readonly to: string }) => void;
}

const LABELLED = { minute: [11, 16], hour: [5, 16], day: [0, 10] } as const;

/** Requests over time. A drag from one bar to another, or a click on one, zooms the period to it. */
export default function Histogram({ usage, grain, onZoom }: HistogramProps) {
  const { colors } = useMantineTheme();
  const exact = useExactTime();
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const data = fillGaps(usage, grain).map(({ at, item }) => ({
    at,
    errors: item?.errors ?? 0,
    others: (item?.requests ?? 0) - (item?.errors ?? 0),
  }));
  const label = (at: unknown) => exact(new Date(Number(at)).toISOString());
  const finish = () => {
    setDrag(null);
    const [first, last] =
      drag === null ? [] : [drag.from, drag.to].sort((a, b) => a - b).map((index) => data[index]?.at);
    if (first === undefined || last === undefined) return;
    onZoom({ from: new Date(first).toISOString(), to: new Date(last + GRAIN_MS[grain]).toISOString() });
  };
  const indexOf = (index: unknown) => (index === null || index === undefined ? null : Number(index));
  return (
    <div aria-hidden style={{ height: 110, userSelect: 'none' }}>
      <ResponsiveContainer>
        <BarChart
          data={data}
          barCategoryGap={1}
          margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          onMouseDown={({ activeTooltipIndex }) => {
            const index = indexOf(activeTooltipIndex);
            if (index !== null) setDrag({ from: index, to: index });
          }}
          onMouseMove={({ activeTooltipIndex }) => {
            const index = indexOf(activeTooltipIndex);
            if (drag !== null && index !== null) setDrag({ from: drag.from, to: index });
          }}
          onMouseUp={finish}
          onMouseLeave={() => setDrag(null)}
          style={{ cursor: 'crosshair' }}
        >
          <XAxis
            dataKey="at"
            tickFormatter={(at: unknown) => label(at).slice(...LABELLED[grain])}
            stroke="var(--mantine-color-dimmed)"
            fontSize={11}
            minTickGap={40}
          />
          <YAxis hide allowDecimals={false} />
          <Tooltip
            labelFormatter={label}
            isAnimationActive={false}
            contentStyle={{
              background: 'var(--mantine-color-body)',
              borderColor: 'var(--mantine-color-default-border)',
            }}
          />
          <Bar dataKey="others" stackId="all" fill={colors.indigo[5]} isAnimationActive={false} />
          <Bar dataKey="errors" stackId="all" fill={colors.red[7]} isAnimationActive={false} />
          {drag !== null && (
            <ReferenceArea x1={data[drag.from]?.at} x2={data[drag.to]?.at} fill={colors.indigo[3]} fillOpacity={0.3} />
          )}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
