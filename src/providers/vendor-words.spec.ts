import { readRefusal, vendorWords } from './vendor-words.js';

describe('vendorWords', () => {
  it.each([
    ['OpenAI', '{"error":{"message":"Incorrect API key provided: sk-abcdefghijkl.","code":"invalid_api_key"}}'],
    ['a bare message', '{"message":"Incorrect API key provided: sk-abcdefghijkl."}'],
    ['AWS', '{"Message":"Incorrect API key provided: sk-abcdefghijkl."}'],
    ['Google', '[{"error":{"code":401,"message":"Incorrect API key provided: sk-abcdefghijkl."}}]'],
    [
      'an identity server',
      '{"error":"invalid_client","error_description":"Incorrect API key provided: sk-abcdefghijkl."}',
    ],
    ['a text', 'Incorrect  API key\n provided: sk-abcdefghijkl.'],
    ['a page', '<html><style>p{}</style><body><p>Incorrect API key</p> provided: sk-abcdefghijkl.</body></html>'],
  ])('of %s, masked', (_, body) => {
    expect(vendorWords(body)).toMatch(/^Incorrect API key provided: \*\*\*\.?$/);
  });

  it('are the body itself where it has no sentence', () => {
    expect(vendorWords('{"status":"fail","why":[1]}')).toBe('{"status":"fail","why":[1]}');
  });

  it('are none where nothing is said', () => {
    for (const nothing of ['', '  ', '{}', '[]', '<html></html>', undefined]) expect(vendorWords(nothing)).toBeNull();
  });

  it('are bounded, whatever is sent', () => {
    for (const long of [
      'x '.repeat(1_000_000),
      `<${'<'.repeat(1_000_000)}`,
      JSON.stringify({ message: 'y'.repeat(1_000_000) }),
    ]) {
      expect(vendorWords(long)?.length ?? 0).toBeLessThanOrEqual(1_000);
    }
  });
});

describe('readRefusal', () => {
  const reader = { readError: () => ({ kind: 'request-rejected' as const, message: 'as the vendor reads it' }) };

  it.each([
    [301, 'invalid-response'],
    [304, 'invalid-response'],
    [402, 'quota-exhausted'],
    [404, 'request-rejected'],
  ])('classes %i, for every vendor', (status, kind) => {
    const body = '{"error":{"message":"words"}}';
    expect(readRefusal(reader, { status, headers: {}, body })).toMatchObject({ kind, vendorMessage: 'words' });
  });
});
