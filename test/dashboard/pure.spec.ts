import { readFileSync } from 'node:fs';
import { fillIn, readSetups } from '../../src/dashboard/connect/read-setups.js';
import { inBytes } from '../../src/dashboard/components/bytes.js';
import { toLogRange } from '../../src/dashboard/log/log-period.js';
import { readReplyMessages, readRequestMessages } from '../../src/dashboard/log/read-chat.js';
import { toCurl } from '../../src/dashboard/log/to-curl.js';

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

describe('inBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 kB'],
    [1.5 * 1024 ** 3, '1.5 GB'],
    [5000 * 1024 ** 4, '5,000 TB'],
  ])('%d is %s', (bytes, text) => expect(inBytes(bytes)).toBe(text));
});
