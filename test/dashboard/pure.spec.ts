import { readFileSync } from 'node:fs';
import { defined } from '../support/defined.js';
import { fillIn, readSetups } from '../../src/dashboard/connect/read-setups.js';
import { armKeysOf } from '../../src/configs/targeting/arm-keys.js';
import { drawKeysOf, movedShare } from '../../src/dashboard/configs/balance-shares.js';
import {
  describeConditions,
  problemWithRows,
  toConditionRows,
  toConditionText,
  type ConditionRow,
} from '../../src/dashboard/configs/condition-rows.js';
import { diffRuleLines } from '../../src/dashboard/configs/rule-lines.js';
import { inBytes } from '../../src/dashboard/components/bytes.js';
import { isLeft } from '../../src/dashboard/components/is-left.js';
import { toLogRange } from '../../src/dashboard/log/log-period.js';
import { readReplyMessages, readRequestMessages } from '../../src/dashboard/log/read-chat.js';
import { toCurl } from '../../src/dashboard/log/to-curl.js';
import { readLogged, targetOf } from '../../src/dashboard/playground/read-logged.js';
import { toSeries, type SeriesUsage } from '../../src/dashboard/usage/to-series.js';
import { toVersionRows } from '../../src/dashboard/variants/version-rows.js';
import { drawArm } from '../../src/gateway/planning/draw-arm.js';
import type { Ask } from '../../src/dashboard/playground/ask.js';
import { toSamples } from '../../src/dashboard/playground/code-samples.js';

/** Functions of the dashboard that need no browser. */

describe('readSetups', () => {
  const setups = readSetups(readFileSync('docs/connect.md', 'utf8'));

  it('finds each tool with its code', () => {
    expect(setups.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['curl', 'OpenAI SDK for TypeScript', 'Vercel AI SDK', 'Open WebUI', 'Continue']),
    );
    for (const { parts } of setups) expect(parts.filter(({ kind }) => kind === 'code')).toHaveLength(1);
  });

  it('fills in address, model and secret in every language, and leaves no place for them', () => {
    const values = { url: 'https://llm.example', model: '@a/b:c', secret: 'llmops_made' };
    for (const { title, parts } of setups) {
      const code = parts.flatMap((part) => (part.kind === 'code' ? [fillIn(part.code, values)] : [])).join('');
      expect([title, code]).toEqual([title, expect.stringContaining('https://llm.example')]);
      expect([title, code]).toEqual([title, expect.stringContaining('llmops_made')]);
      expect(code).not.toMatch(/GATEWAY_|127\.0\.0\.1|…|@config\/demo/);
    }
  });

  it('leaves the secret to the reader where it is not known', () => {
    expect(fillIn('"$GATEWAY_URL/v1" $GATEWAY_SECRET', { url: 'https://x', model: 'm' })).toBe(
      '"https://x/v1" $GATEWAY_SECRET',
    );
  });
});

describe('toLogRange', () => {
  const now = Date.parse('2026-11-26T12:34:56Z');

  it('is so much of what was last, of whole hours, and open for what arrives', () => {
    expect(toLogRange({}, '24h', now)).toEqual({
      listed: { from: '2026-11-25T13:00:00.000Z' },
      summed: { from: '2026-11-25T13:00:00.000Z', to: '2026-11-26T13:00:00.000Z' },
      grain: 'hour',
    });
    expect(toLogRange({}, '1h', now).grain).toBe('minute');
  });

  it('is what was given, whatever the period', () => {
    const given = { from: '2026-11-26T10:00:00Z', to: '2026-11-26T10:30:00Z' };
    expect(toLogRange(given, '30d', now)).toEqual({ listed: given, summed: given, grain: 'minute' });
    expect(toLogRange({ from: given.from }, '1h', now)).toEqual({
      listed: { from: given.from },
      summed: { from: given.from, to: '2026-11-26T12:35:00.000Z' },
      grain: 'minute',
    });
  });

  it('sums of all time what usage can, and lists all', () => {
    const { listed, summed, grain } = toLogRange({}, 'all', now);
    expect([listed, grain]).toEqual([{}, 'day']);
    expect(Date.parse(summed.to) - Date.parse(summed.from)).toBeLessThanOrEqual(400 * 86_400_000);
  });
});

describe('a logged conversation', () => {
  it('is read from a request, with what is no text named', () => {
    const messages = [
      { role: 'system', content: 'Be short.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'image_url', image_url: {} },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [{ function: { name: 'look', arguments: '{"at":1}' } }] },
    ];
    expect(readRequestMessages(JSON.stringify({ messages }))).toEqual([
      { role: 'system', text: 'Be short.' },
      { role: 'user', text: 'What is it?\n[image_url]' },
      { role: 'assistant', text: '[calls look({"at":1})]' },
    ]);
  });

  it('is read from a whole reply and from a stream, also one that was cut', () => {
    const whole = { choices: [{ message: { role: 'assistant', content: 'Hello' } }] };
    const frames = ['Hel', 'lo'].map((content) => ({ choices: [{ index: 0, delta: { content } }] }));
    const stream = frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join('') + 'data: {"choices":[{"ind';
    for (const body of [JSON.stringify(whole), stream]) {
      expect(readReplyMessages(body)).toEqual([{ role: 'assistant', text: 'Hello' }]);
    }
  });

  it.each(['', 'no JSON', '[]', '{"input":"text"}', 'null'])('is none in %j', (body) => {
    expect([readRequestMessages(body), readReplyMessages(body)]).toEqual([null, null]);
  });
});

describe('toCurl', () => {
  const call = {
    endpoint: 'chat/completions',
    modelRequested: '@config/a',
    streaming: true,
    tags: { team: 'search' },
    config: null,
    requestBody: null,
  };

  it('sends what was sent, quoted for a shell', () => {
    const requestBody = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: "it's" }] });
    expect(toCurl({ ...call, requestBody }, 'https://x')).toContain(`"content":"it'\\''s"`);
  });

  it('is made of what is known where that is not kept', () => {
    const text = toCurl(call, 'https://x');
    expect(text).toContain('"https://x/v1/chat/completions"');
    const body: unknown = JSON.parse(/-d '(.*)'$/.exec(text)?.[1] ?? '');
    expect(body).toMatchObject({ model: '@config/a', stream: true, metadata: { team: 'search' } });
  });
});

describe('toCurl, of a form', () => {
  it('names the model as text, where curl would read a file of that name', () => {
    const call = {
      endpoint: 'audio/transcriptions',
      modelRequested: '@sandbox/sandbox-transcribe',
      streaming: false,
      tags: { team: "it's" },
      config: null,
      requestBody: null,
    };
    expect(toCurl(call, 'https://x').split(' \\\n  ').slice(2)).toEqual([
      "--form-string 'model=@sandbox/sandbox-transcribe'",
      `--form-string 'metadata={"team":"it'\\''s"}'`,
      `-F 'file=@"speech.wav"'`,
    ]);
  });
});

describe('toSamples', () => {
  const ask: Ask = {
    endpoint: 'chat/completions',
    system: '',
    text: 'Hello',
    images: [],
    audio: null,
    stream: true,
    more: {},
  };
  const place = { model: '@a/m', origin: 'https://x' };
  const samplesOf = (change: Partial<Ask>) =>
    Object.fromEntries(toSamples({ ...ask, ...change }, place).map(({ language, code }) => [language, code]));

  it('reads a stream only where there is one', () => {
    expect(samplesOf({})['Python']).toContain('for chunk in answer');
    for (const endpoint of ['embeddings', 'images/generations', 'audio/speech', 'audio/transcriptions'] as const) {
      const { TypeScript, Python, curl } = samplesOf({ endpoint });
      expect([TypeScript, Python]).not.toEqual(expect.arrayContaining([expect.stringMatching(/for (await|chunk)/)]));
      expect(curl).not.toContain('-sSN');
    }
  });

  it('gives Python what its library does not know apart', () => {
    const { Python } = samplesOf({
      endpoint: 'audio/speech',
      more: { voice: 'nova', metadata: { team: null }, x: true },
    });
    expect(Python).toContain('    voice="nova",\n    extra_body={"metadata": {"team": None}, "x": True},\n)');
  });

  it('sends a file by its name, however that is written', () => {
    const { curl, Python } = samplesOf({ endpoint: 'audio/transcriptions', audio: new File([], `a "b" it's.wav`) });
    expect(curl).toContain(`-F 'file=@"a \\"b\\" it'\\''s.wav"'`);
    expect(curl).toContain("--form-string 'model=@a/m'");
    expect(Python).toContain(`open("a \\"b\\" it's.wav", "rb")`);
  });
});

describe('inBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 kB'],
    [1.5 * 1024 ** 3, '1.5 GB'],
    [5000 * 1024 ** 4, '5,000 TB'],
  ])('%d is %s', (bytes, text) => expect(inBytes(bytes)).toBe(text));
});

describe('isLeft', () => {
  const from = { pathname: '/webhooks', search: { open: 'a', state: 'failed' } };

  it('is what is on another page, or open no more', () => {
    expect(isLeft([], from, { ...from, pathname: '/log' })).toBe(true);
    expect(isLeft([], from, { ...from, search: { open: 'b', state: 'failed' } })).toBe(true);
    expect(isLeft(['state'], from, { ...from, search: {} })).toBe(true);
    expect(isLeft([], { ...from, search: {} }, from)).toBe(true);
  });

  it('is nothing where only what lies beside it changes', () => {
    expect(isLeft([], from, from)).toBe(false);
    expect(isLeft(['state', 'type'], from, { ...from, search: { open: 'a', type: 'test' } })).toBe(false);
    expect(isLeft([], from, { ...from, search: { open: 'a' } })).toBe(true);
    const targets = { pathname: '/playground', search: { targets: ['x'] } };
    expect(isLeft([], targets, { ...targets, search: { targets: ['x'] } })).toBe(false);
  });
});

describe('movedShare', () => {
  const SUBJECTS = 20_000;
  const split = (...weights: number[]) => new Map(weights.map((weight, index) => [`arm-${index}`, weight]));

  it.each([
    [split(10_000), split(10_000), 0],
    [split(5_000, 5_000), split(3_000, 7_000), 0.2],
    [split(10_000), split(9_000, 1_000), 0.1],
    [split(10_000, 0), split(0, 10_000), 1],
    [split(5_000, 5_000), split(10_000), 0.5],
    // One against the others in proportion: as many as the shares say.
    [split(2_000, 4_000, 4_000), split(6_000, 2_000, 2_000), 0.4],
  ])('of %p and %p is %d', (...[before, after, share]) => {
    expect(movedShare(before, after)).toBeCloseTo(share, 10);
  });

  it.each([
    [split(5_000, 3_000, 2_000), split(3_000, 3_000, 4_000)],
    [split(1_000, 2_000, 3_000, 4_000), split(4_000, 3_000, 2_000, 1_000)],
    [split(5_000, 5_000), split(2_000, 3_000, 5_000)],
  ])('of %p and %p is what the draw does with many callers', (...[before, after]) => {
    const draw = (arms: ReadonlyMap<string, number>, subject: number) =>
      drawArm(
        'rule',
        Array.from(arms, ([key, weight]) => ({ key, weight })),
        `subject-${subject}`,
      )?.key;
    const moved = Array.from({ length: SUBJECTS }, (_, subject) => draw(before, subject) !== draw(after, subject));
    const share = moved.filter(Boolean).length / SUBJECTS;
    expect(Math.abs(movedShare(before, after) - share)).toBeLessThan(4.5 * Math.sqrt(0.25 / SUBJECTS));
  });
});

describe('drawKeysOf', () => {
  it('are the keys that the gateway draws by', () => {
    const arms = [
      { variantId: 'a', version: null },
      { variantId: 'b', version: 3 },
      { variantId: 'a', version: 2 },
      { variantId: 'b', version: null },
      { variantId: 'a', version: 4 },
    ];
    const asShown = arms.map(({ variantId, version }) => ({ variantId, version: String(version ?? 'latest') }));
    expect(drawKeysOf(asShown)).toEqual(armKeysOf(arms));
  });
});

describe('diffRuleLines', () => {
  const arm = { variantId: 'v', version: 'latest' as const, servedVersion: 1, weight: 10_000 };
  const rule = {
    id: 'r',
    priority: 0,
    enabled: true,
    conditions: null,
    stickyBy: null,
    split: [arm],
    fallbacks: [],
    fallbackOn: null,
    continueStreams: false,
    createdAt: '2026-11-26T12:00:00.000Z',
  };
  const nameOf = (id: string) => `variant ${id}`;

  it('says in words what differs, and nothing else', () => {
    expect(diffRuleLines(rule, rule, nameOf)).toEqual([]);
    const split = [
      { ...arm, servedVersion: 2, weight: 9_950 },
      { ...arm, version: 1, weight: 50 },
    ];
    expect(diffRuleLines(rule, { ...rule, enabled: false, split }, nameOf)).toEqual([
      { name: 'Enabled', before: 'on', after: 'off' },
      {
        name: 'Split',
        before: '100 % variant v, latest (1)',
        after: '99.5 % variant v, latest (2)\n0.5 % variant v, version 1',
      },
    ]);
  });

  it('says all of a rule that was added or removed', () => {
    const added = diffRuleLines(undefined, rule, nameOf);
    expect(added).toContainEqual({ name: 'Conditions', before: undefined, after: 'everyone' });
    const removed = diffRuleLines(rule, undefined, nameOf);
    expect(removed.map(({ name, before, after }) => ({ name, before: after, after: before }))).toEqual(added);
  });
});

describe('toVersionRows', () => {
  const version = {
    id: 'i',
    variantId: 'v',
    version: 1,
    providerId: 'p',
    model: 'm',
    parameters: { temperature: 0.2, stop: '1' },
    parameterModes: { temperature: 'cap' as const },
    systemPrompt: null,
    timeouts: { totalMs: 1_000 },
    retry: {},
    createdAt: '2026-11-26T12:00:00.000Z',
  };

  it('has a line for each member that either has', () => {
    const next = { ...version, model: 'n', parameters: { temperature: 0.1, stop: 1, seed: 1 }, parameterModes: {} };
    expect(toVersionRows(version, next, () => 'slug')).toEqual([
      { name: 'Model', before: '@slug/m', after: '@slug/n' },
      { name: 'Parameter temperature', before: '0.2', after: '0.1' },
      { name: 'Parameter stop', before: '"1"', after: '1' },
      { name: 'Mode of temperature', before: 'cap', after: undefined },
      { name: 'Timeout totalMs', before: '1000', after: '1000' },
      { name: 'Parameter seed', before: undefined, after: '1' },
    ]);
  });
});

describe('readLogged', () => {
  const call = {
    endpoint: 'chat/completions',
    modelRequested: 'gpt',
    streaming: false,
    tags: { team: 'search' },
    config: { name: 'demo' },
  };
  const read = (body: object | null, endpoint: Parameters<typeof readLogged>[1] = 'chat/completions') =>
    readLogged({ ...call, endpoint, requestBody: body && JSON.stringify(body) }, endpoint);

  it('puts a message and a system prompt into their fields, and all else into more', () => {
    const messages = [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Hi' },
    ];
    const body = { model: 'gpt', messages, stream: true, temperature: 0, metadata: { userId: 'u' }, input: { a: 1 } };
    expect(read(body)).toMatchObject({
      system: 'Be short.',
      text: 'Hi',
      stream: true,
      more: { temperature: 0, metadata: { userId: 'u' }, input: { a: 1 } },
    });
    expect(Object.keys(read(body).more)).toEqual(['temperature', 'metadata', 'input']);
  });

  it.each([
    [[{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]],
    [[{ role: 'user', content: 'Hi', name: 'ann' }]],
    [[{ role: 'assistant', content: 'Hi' }]],
    [['system', 'user', 'user'].map((role) => ({ role, content: 'Hi' }))],
    [
      [
        { role: 'developer', content: 'a' },
        { role: 'user', content: 'b' },
      ],
    ],
    [[]],
  ])('keeps other conversations whole: %j', (messages) => {
    expect(read({ model: 'gpt', messages })).toMatchObject({ system: '', text: '', more: { messages } });
  });

  it('knows where each endpoint has its text', () => {
    expect(read({ model: 'm', input: 'Hi', voice: 'alloy' }, 'audio/speech')).toMatchObject({
      text: 'Hi',
      more: { voice: 'alloy' },
    });
    expect(read({ model: 'm', input: ['a', 'b'] }, 'embeddings').more).toEqual({ input: ['a', 'b'] });
    expect(read({ model: 'm', prompt: 'A cat' }, 'images/generations').text).toBe('A cat');
  });

  it('asks with what is known where the body is not kept, of the config that decided', () => {
    expect(read(null)).toMatchObject({ text: 'Hello!', more: { metadata: { team: 'search' } } });
    expect(targetOf(call)).toBe('@config/demo');
    expect(targetOf({ ...call, config: null })).toBe('gpt');
  });
});

describe('the rows of conditions', () => {
  it.each([
    '',
    '{"plan":["pro","team"]}',
    '{"plan":{"notIn":["pro"]},"header:user-agent":{"prefix":"curl"}}',
    '{"request:streaming":false,"a":{"exists":true},"b":{"exists":false}}',
  ])('say the same as %s', (text) => {
    const rows = defined(toConditionRows(text));
    expect(toConditionText(rows).replaceAll(/\s/g, '')).toBe(text);
    expect(problemWithRows(rows)).toBeNull();
  });

  it('are said in words, where they can be', () => {
    const conditions = {
      plan: ['pro', 'team'],
      region: 'eu',
      'header:user-agent': { prefix: 'curl' },
      trial: { exists: false },
    };
    expect(describeConditions(conditions)).toBe(
      'plan is one of pro, team and region is eu and header:user-agent begins with curl and trial is missing',
    );
    expect(describeConditions({ a: { in: ['b'], prefix: 'c' } })).toBe('{"a":{"in":["b"],"prefix":"c"}}');
  });

  it('take a single value for a list of one', () => {
    expect(toConditionRows('{"plan":"pro","team":{"in":["a"]}}')).toEqual([
      { name: 'plan', operator: 'in', values: ['pro'] },
      { name: 'team', operator: 'in', values: ['a'] },
    ]);
  });

  it.each(['{', '[]', '{"a":1}', '{"a":{}}', '{"a":{"in":["b"],"prefix":"c"}}', '{"a":{"regex":"b"}}', '{"a":[1]}'])(
    'do not show %s',
    (text) => expect(toConditionRows(text)).toBeNull(),
  );

  it.each([
    [[{ name: ' ', operator: 'exists', values: [] }], /looks at/],
    [[{ name: 'a', operator: 'in', values: [] }], /Give a a value/],
    [[{ name: 'a', operator: 'prefix', values: [''] }], /Give a a value/],
    [['in', 'notIn'].map((operator) => ({ name: 'a', operator, values: ['b'] })), /twice/],
  ] as [ConditionRow[], RegExp][])('are not saved as %j', (rows, problem) => {
    expect(problemWithRows(rows)).toMatch(problem);
  });
});

describe('toSeries', () => {
  const totals = { requests: 1, errors: 0, cost: '0.5', tokens: { input: 2, output: 0 }, latencyMs: { p95: 10 } };
  const item = (hour: number, model: string | null, more: object = {}) => ({
    group: { hour: new Date(Date.parse('2026-11-26T00:00:00Z') + hour * 3_600_000).toISOString(), model },
    other: false,
    ...totals,
    ...more,
  });
  const usage: SeriesUsage = {
    from: '2026-11-26T00:30:00.000Z',
    to: '2026-11-26T03:00:00.000Z',
    items: [
      item(0, null, { other: true, requests: 9 }),
      item(0, 'a', { requests: 3, cost: null }),
      item(2, 'b'),
      item(2, 'a'),
      item(2, null),
    ],
  };

  it('has a step for each hour, a series for each group, and the others last', () => {
    const { series, rows } = toSeries(usage, { time: 'hour', group: 'model', measure: 'requests' });
    expect(series.map(({ name }) => name)).toEqual(['a', 'b', 'none', 'all others']);
    const names = new Map(series.map(({ key, name }) => [key, name]));
    const named = rows.map(({ values }) =>
      Object.fromEntries(Object.entries(values).map(([k, v]) => [names.get(k), v])),
    );
    expect(named).toEqual([{ 'all others': 9, a: 3 }, {}, { a: 1, b: 1, none: 1 }]);
  });

  it('leaves out what is not known', () => {
    const { rows } = toSeries(usage, { time: 'hour', group: 'model', measure: 'cost' });
    expect(rows.map(({ values }) => Object.values(values))).toEqual([[0.5], [], [0.5, 0.5, 0.5]]);
  });
});
