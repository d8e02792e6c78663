import { beginsAsStream, noStream } from './upstream-reply.js';

describe('beginsAsStream', () => {
  it.each(['d', 'data', 'data: {"a', ': c\n\nda', 'event: x\n', '\r\ndata: 1\n\n', 'id: 1\ndata: 1', '\0\0\0\x80'])(
    'takes %j for one',
    (text) => expect(beginsAsStream(Buffer.from(text))).toBe(true),
  );

  it.each(['', 'null', '{"data":1}', '<html>', 'upstream connect error', 'database is down', ': c\n\n', 'x data: 1\n'])(
    'does not take %j for one',
    (text) => expect(beginsAsStream(Buffer.from(text))).toBe(false),
  );
});

describe('noStream', () => {
  it.each([
    ['an error', ' {"error":{"message":"model died"}}', 'model died'],
    ['a web page', '<html><h1>Log in</h1></html>', 'Log in'],
    ['half an answer, which is not for logs', '{"choices":[{"message":{"content":"secret"}}]}', null],
    ['nothing', '', null],
  ])('keeps for the administrator %s', (_, text, words) => {
    expect(noStream(Buffer.from(text))).toMatchObject({ code: 'upstream_invalid_response', vendorMessage: words });
  });
});
