import { toRedact } from './content-redaction.js';

const redact = (rules: Parameters<typeof toRedact>[0], text: string): string => toRedact(rules)?.(text) ?? text;
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
    expect(toRedact(null)).toBeNull();
  });
});
