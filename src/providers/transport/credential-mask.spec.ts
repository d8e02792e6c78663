import fc from 'fast-check';
import { CredentialMask } from './credential-mask.js';

const KEY = 'sk-proj-4f/9+aZ"q7%x1&=';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
const mask = CredentialMask.of([KEY, TOKEN]);

/** The text as it comes out when it comes in these pieces. */
function through(pieces: readonly Buffer[]): string {
  const stream = mask.openStream();
  if (stream === null) throw new Error('the mask is empty');
  return Buffer.concat([...pieces.map((piece) => stream.push(piece)), stream.end()]).toString('utf8');
}

/** The same for every place where the text can be cut in two, and for single bytes. */
function everyCut(text: string): Set<string> {
  const bytes = Buffer.from(text);
  const results = new Set([through([bytes]), through([...bytes].map((byte) => Buffer.of(byte)))]);
  for (let at = 1; at < bytes.length; at++) results.add(through([bytes.subarray(0, at), bytes.subarray(at)]));
  return results;
}

describe('CredentialMask', () => {
  const spellings: Record<string, string> = {
    plain: KEY,
    'in JSON': JSON.stringify({ message: KEY }),
    'in JSON with escaped slashes': JSON.stringify({ message: KEY }).replaceAll('/', '\\/'),
    'in JSON inside JSON': JSON.stringify({ raw: JSON.stringify({ message: KEY }) }),
    'in JSON of Go': JSON.stringify({ message: KEY }).replaceAll('&', '\\u0026'),
    'in JSON of .NET': JSON.stringify({ message: KEY }).replaceAll('&', '\\u0026').replaceAll('+', '\\u002B'),
    'in a URL': `https://host/?key=${encodeURIComponent(KEY)}&x=1`,
    'in a form': new URLSearchParams({ key: KEY, more: 'x' }).toString(),
    'in basic authentication': `Basic ${Buffer.from(`user:${KEY}`).toString('base64')}`,
    'in base64, one byte further': Buffer.from(`users:${KEY};`).toString('base64'),
    'in base64, two bytes further': Buffer.from(`user_s:${KEY};;`).toString('base64url'),
  };

  for (const [where, text] of Object.entries(spellings)) {
    it(`strikes out a secret ${where}, wherever the body is cut`, () => {
      const [out = '', ...others] = everyCut(`data: ${text}\n\n`);
      expect(others).toEqual([]);
      expect(out).toContain('***');
      expect(out).toMatch(/^data: [\s\S]*\n\n$/);
      for (const secret of mask.texts) expect(out).not.toContain(secret);
    });
  }

  it('strikes out many, also beside each other', () => {
    expect([...everyCut(`${KEY}${TOKEN} and ${KEY}${KEY}!`)]).toEqual(['****** and ******!']);
  });

  it('leaves what only begins like a secret, and the beginning of a body that ends too early for one', () => {
    const harmless = 'sk-proj sk-proj-4f/8 sk-p eyJhbGciOiJSUzI1NiJ9.x sk-p';
    expect([...everyCut(harmless)]).toEqual([harmless]);
  });

  it('does not let most of a secret out because the body ends before the rest', () => {
    expect([...everyCut(`the key ${KEY.slice(0, -1)}`)]).toEqual(['the key ***']);
  });

  it('takes the longer of two secrets that begin alike', () => {
    const stream = CredentialMask.of(['abcdefgh1', 'abcdefgh1234']).openStream();
    const out = [...Buffer.from('abcdefgh1234 abcdefgh1.')].map((byte) => stream?.push(Buffer.of(byte)).toString());
    expect(out.join('') + (stream?.end().toString() ?? '')).toBe('*** ***.');
  });

  it('hands on a clean chunk as the very same bytes', () => {
    const stream = mask.openStream();
    const chunk = Buffer.from('data: {"choices":[]}\n\n');
    expect(stream?.push(chunk)).toBe(chunk);
  });

  it('changes no byte of what holds no secret, whatever it is and however it is cut', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(...['sk-proj-', 'sk-', 'eyJhbGci', '4f/']),
    );
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 30 }), (parts) => {
        const pieces = parts.map((part) => Buffer.from(part as string));
        expect(through(pieces)).toBe(Buffer.concat(pieces).toString('utf8'));
      }),
    );
  });

  it('looks for nothing where there is no secret, or none that is long enough', () => {
    expect(CredentialMask.of([]).openStream()).toBeNull();
    expect(CredentialMask.of(['short']).openStream()).toBeNull();
  });

  it('masks headers, and keeps those that hold nothing', () => {
    const headers = { 'x-request-id': 'req-1', 'x-ratelimit-key': `of ${TOKEN}` };
    expect(mask.maskHeaders(headers)).toEqual({ 'x-request-id': 'req-1', 'x-ratelimit-key': 'of ***' });
    expect(mask.maskHeaders({ a: 'b' })).toEqual({ a: 'b' });
  });
});
