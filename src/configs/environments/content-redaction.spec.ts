import { toRedact } from './content-redaction.js';

const redact = (rules: Parameters<typeof toRedact>[0], text: string): string => toRedact(rules)(text);
const EMAIL = String.raw`[\w.+-]+@[\w-]+(\.[\w-]+)+`;
const CHAT = {
  model: 'm',
  messages: [
    { role: 'user', content: 'my name' },
    { role: 'user', content: [{ text: 'b' }] },
  ],
};

describe('redaction of content', () => {
  it('strikes out what a pattern finds, in any text', () => {
    const rules = { patterns: [EMAIL, String.raw`\b\d{4} \d{4}\b`] };
    expect(redact(rules, 'write to ada.l@example.org or 1234 5678, not 12345678')).toBe(
      'write to [redacted] or [redacted], not 12345678',
    );
    expect(redact(rules, '$1 costs $2')).toBe('$1 costs $2');
  });

  it('strikes out members by path, of JSON', () => {
    const kept = JSON.parse(redact({ paths: ['$.messages[*].content'] }, JSON.stringify(CHAT))) as typeof CHAT;
    expect(kept).toEqual({
      model: 'm',
      messages: [
        { role: 'user', content: '[redacted]' },
        { role: 'user', content: '[redacted]' },
      ],
    });
    expect(redact({ paths: ["$['a b'].*", '$.list[1]'] }, '{"a b":{"c":1,"d":2},"list":[1,2,3]}')).toBe(
      '{"a b":{"c":"[redacted]","d":"[redacted]"},"list":[1,"[redacted]",3]}',
    );
    expect(redact({ paths: ['$.none.of.it'] }, '{"a":1}')).toBe('{"a":1}');
  });

  it('strikes them out of every event of a stream', () => {
    const text = ': waiting\n\ndata: {"choices":[{"delta":{"content":"secret"}}]}\n\ndata: [DONE]\n\n';
    expect(redact({ paths: ['$.choices[*].delta.content'] }, text)).toBe(
      ': waiting\n\ndata: {"choices":[{"delta":{"content":"[redacted]"}}]}\n\ndata: [DONE]\n\n',
    );
  });

  it.each(['{"messages":[{"content":"cut he… [cut]', 'plain text', 'data: {"choices":[{"del… [cut]'])(
    'keeps nothing of what cannot be read whole where members are to go: %s',
    (text) => {
      const kept = redact({ paths: ['$.messages[*].content'] }, text);
      expect(kept).toContain('[not kept');
      for (const word of ['cut he', 'plain', 'choices']) expect(kept).not.toContain(word);
    },
  );

  it('takes time in proportion to the text, whatever the pattern', () => {
    const attack = 'a'.repeat(60_000);
    expect(redact({ patterns: ['(a+)+b', '(a|aa)+$x'] }, attack)).toBe(attack);
  });

  it('is made once for the same rules', () => {
    expect(toRedact({ patterns: ['x'] })).toBe(toRedact({ patterns: ['x'] }));
    expect(toRedact({ patterns: ['x'] })).not.toBe(toRedact(null));
  });

  it('bears with what is nested very deeply', () => {
    const deep = `${'[{"a":'.repeat(40_000)}"1234 \\n 5678"${'}]'.repeat(40_000)}`;
    expect(redact({ patterns: ['5678'] }, deep)).not.toContain('5678');
    expect(redact({ paths: ['$.a'] }, deep)).not.toContain('1234');
  });

  it('strikes out credentials, always', () => {
    const text = 'with Bearer abcdef123456, sk-live-0123456789abcdef and AKIAABCDEFGHIJKLMNOP';
    expect(redact(null, text)).toBe('with Bearer ***, *** and ***');
  });

  it('finds what JSON spells otherwise', () => {
    const body = String.raw`{"content":"call M\u00fcller on 4111\n1111","n":1.0}`;
    const kept = redact({ patterns: ['Müller', String.raw`\d{4}\s\d{4}`] }, body);
    expect(JSON.parse(kept)).toEqual({ content: 'call [redacted] on [redacted]', n: 1 });
    // What has nothing to strike out stays as it was, byte for byte.
    expect(redact({ patterns: ['nothing'] }, body)).toBe(body);
    expect(redact({ patterns: ['"n":1.0'] }, body)).toContain('[redacted]}');
  });

  describe('of a stream', () => {
    const frame = (choice: object) => `data: ${JSON.stringify({ choices: [choice] })}\n\n`;
    const streamed = (pieces: readonly string[], index = 0) =>
      pieces.map((content) => frame({ index, delta: { content } }));
    const textOf = (body: string, index = 0) =>
      [...body.matchAll(/^data: (\{.*)$/gm)]
        .flatMap(
          ([, frame = '']) =>
            (JSON.parse(frame) as { choices: { index: number; delta: { content: string } }[] }).choices,
        )
        .filter((choice) => choice.index === index)
        .map(({ delta }) => delta.content)
        .join('');
    const CARD = String.raw`\b\d{4}( \d{4}){3}\b`;

    it('finds what comes in pieces', () => {
      const body = [
        ...streamed(['Your card is 4', '111', ' 1111 11', '11 1111', '. Keep it.']),
        'data: [DONE]\n\n',
      ].join('');
      const kept = redact({ patterns: [CARD] }, body);
      expect(textOf(kept)).toBe('Your card is [redacted]. Keep it.');
      expect(kept.split('\n')).toHaveLength(body.split('\n').length);
      expect(kept).toContain('data: [DONE]');
      expect(textOf(redact(null, streamed(['sk-', 'live-0123456789', 'abcdef!']).join('')))).toBe('***!');
    });

    it('keeps choices apart, and what has nothing to strike out as it was', () => {
      const [first, second] = [streamed(['4111 1111', ' 1111 1111']), streamed(['4111 1111', ' and no more'], 1)];
      const body = first.flatMap((each, index) => [each, second[index]]).join('');
      const kept = redact({ patterns: [CARD] }, body);
      expect(textOf(kept)).toBe('[redacted]');
      expect(textOf(kept, 1)).toBe('4111 1111 and no more');
      expect(redact({ patterns: ['nothing'] }, body)).toBe(body);
    });

    it('finds it in the arguments of tool calls, and in completions', () => {
      const call = (piece: string) => ({
        index: 0,
        delta: { tool_calls: [{ index: 1, function: { arguments: piece } }] },
      });
      const calls = [frame(call('{"card":"4111 1111 ')), frame(call('1111 1111"}'))].join('');
      expect(redact({ patterns: [CARD] }, calls)).toContain(JSON.stringify('{"card":"[redacted]'));
      expect(redact({ patterns: [CARD] }, calls)).not.toContain('1111');
      const texts = [frame({ index: 0, text: '4111 1111' }), frame({ index: 0, text: ' 1111 1111' })].join('');
      expect(redact({ patterns: [CARD] }, texts)).not.toContain('1111');
    });

    it('finds the same wherever the text is cut', () => {
      const text = 'a 4111 1111 1111 1111 b 5500 0000 0000 0004 c';
      for (let first = 0; first <= text.length; first++) {
        for (let second = first; second <= text.length; second++) {
          const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
          expect(textOf(redact({ patterns: [CARD] }, streamed(pieces).join('')))).toBe('a [redacted] b [redacted] c');
        }
      }
    });
  });
});
