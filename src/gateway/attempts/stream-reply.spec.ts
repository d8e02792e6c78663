import { BytesFilter } from './stream-reply.js';

describe('bytes of audio', () => {
  it.each([
    ['audio/mpeg', 'ID3'],
    ['application/octet-stream', '{ is how these samples begin'],
    ['audio/pcm', '<'],
    ['', 'RIFF'],
  ])('go on as they came (%s, %j)', (contentType, text) => {
    const filter = new BytesFilter(contentType);
    expect(filter.push(Buffer.from(text))?.toString()).toBe(text);
    expect(filter.push(Buffer.from('{'))?.toString()).toBe('{');
    filter.end();
    expect([filter.good, filter.done, filter.failure]).toEqual([true, true, null]);
  });

  it.each([
    ['text/html; charset=utf-8', '<html>'],
    ['application/json', '{"error":{"message":"overloaded"}}'],
    ['application/problem+json', '{}'],
    ['audio/mpeg', '<html>'],
    ['', '{"error":"x"}'],
    ['', '<!doctype html>'],
  ])('are not taken for audio when they are text (%s, %s)', (contentType, text) => {
    const filter = new BytesFilter(contentType);
    expect(filter.push(Buffer.from(text))).toBeNull();
    filter.end();
    expect(filter).toMatchObject({ good: false, done: false, failure: { code: 'upstream_invalid_response' } });
  });

  it('are no answer where there are none', () => {
    const filter = new BytesFilter('audio/mpeg');
    filter.end();
    expect(filter.failure).toMatchObject({ code: 'upstream_invalid_response' });
  });
});
