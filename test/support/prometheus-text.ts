/** One line of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const SAMPLE = /^([a-zA-Z_][a-zA-Z0-9_]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]Inf|NaN)$/;
const TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);

/**
 * The text format, read more strictly than Prometheus does: every family has its help and its type before its samples,
 * which stand together; no series comes twice; counters end in `_total` and do not fall below 0; buckets add up.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @throws Error that names the line
 */
export function parsePrometheusText(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the text does not end with a line break');
  const families = new Map<string, Family & { readonly samples: Sample[] }>();
  const series = new Set<string>();
  let helped: { name: string; help: string } | null = null;
  let current: (Family & { readonly samples: Sample[] }) | null = null;
  for (const line of text.split('\n')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (line === '') continue;
    if (keyword === 'HELP') {
      if (!NAME.test(name) || families.has(name)) throw new Error(`a second or bad HELP: ${line}`);
      helped = { name, help: rest };
    } else if (keyword === 'TYPE') {
      if (helped?.name !== name || !TYPES.has(rest)) throw new Error(`a TYPE without its HELP: ${line}`);
      current = { ...helped, type: rest, samples: [] };
      families.set(name, current);
    } else {
      const sample = parseSample(line);
      const key = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`;
      if (current === null || !belongs(sample, current)) throw new Error(`a sample outside its family: ${line}`);
      if (series.has(key)) throw new Error(`a series comes twice: ${line}`);
      series.add(key);
      current.samples.push(sample);
    }
  }
  for (const family of families.values()) checkFamily(family);
  return families;
}

function parseSample(line: string): Sample {
  const [, name, inner = '', number = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined || !NUMBER.test(number)) throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.length) {
    const [, label = '', value = ''] = LABEL.exec(inner) ?? [];
    if (label === '' || Object.hasOwn(labels, label)) throw new Error(`bad labels: ${line}`);
    labels[label] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) };
}

function belongs({ name }: Sample, family: Family): boolean {
  if (family.type !== 'histogram') return name === family.name;
  return ['_bucket', '_sum', '_count'].some((suffix) => name === family.name + suffix);
}

function checkFamily({ name, type, samples }: Family): void {
  if (type === 'counter') {
    const isWrong = !name.endsWith('_total') || samples.some(({ value }) => !(value >= 0));
    if (isWrong) throw new Error(`${name} is no counter`);
  }
  if (type === 'histogram') checkBuckets(name, samples);
}

function checkBuckets(name: string, samples: readonly Sample[]): void {
  const last = new Map<string, { bound: number; count: number }>();
  for (const { name: kind, labels, value } of samples) {
    const { le, ...rest } = labels;
    const key = JSON.stringify(rest);
    const before = last.get(key) ?? { bound: -Infinity, count: 0 };
    if (kind === `${name}_bucket`) {
      const bound = Number((le ?? 'NaN').replace('Inf', 'Infinity'));
      if (!(bound > before.bound) || value < before.count) throw new Error(`${name} has buckets that do not rise`);
      last.set(key, { bound, count: value });
    }
    const isWhole = before.bound === Infinity && before.count === value;
    if (kind === `${name}_count` && !isWhole) throw new Error(`${name} has a count that is not its last bucket`);
  }
}
