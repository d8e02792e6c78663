import type { Schemas } from '../api/client.js';

const [WIDTH, HEIGHT] = [320, 80];

/** The interval over time as a band, with a line at no difference. */
export function IntervalChart({ history }: Pick<Schemas['ComparisonView'], 'history'>) {
  if (history.length < 2) return null;
  const ends = [0, ...history.flatMap(({ low, high }) => [low, high])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const x = (index: number) => (index / (history.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - ((value - least) / (most - least || 1)) * HEIGHT;
  const upper = history.map(({ high }, index) => `${x(index)},${y(high)}`);
  const lower = history.map(({ low }, index) => `${x(index)},${y(low)}`).toReversed();
  const middle = history.map(({ difference }, index) => `${x(index)},${y(difference)}`);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} role="img" aria-label="The interval over time">
      <polygon points={[...upper, ...lower].join(' ')} fill="var(--mantine-color-blue-light)" />
      <polyline points={middle.join(' ')} fill="none" stroke="var(--mantine-color-blue-filled)" strokeWidth={2} />
      <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} stroke="var(--mantine-color-dimmed)" strokeDasharray="4 4" />
    </svg>
  );
}
