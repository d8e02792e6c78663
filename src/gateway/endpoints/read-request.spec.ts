import { InvalidRequestError } from '../../core/errors.js';
import { readRequest } from './read-request.js';
import { chatCompletions } from './chat-completions.js';

const read = (body: unknown, header: string | null = null) =>
  readRequest(chatCompletions, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), header);
const messages = [{ role: 'user', content: 'hi' }];

function refused(body: unknown): { code: string | null; param: string | null } {
  try {
    read(body);
  } catch (error) {
    if (error instanceof InvalidRequestError) return { code: error.code, param: error.param };
    throw error;
  }
  throw new Error('was not refused');
}

describe('readRequest', () => {
  it('reads what the gateway needs and leaves the body as it came', () => {
    const text = `{ "model":"@a/b",  "messages":[{"role":"user","content":"hi"}], "x": 1.0, "stream":true,
      "stream_options":{"include_usage":true}, "metadata":{"userId":"u1","team":"red"}, "user":"fallback" }`;
    const request = read(text, 'some-config');
    expect(request).toMatchObject({
      model: '@a/b',
      stream: true,
      includeUsage: true,
      subject: 'u1',
      configHeader: 'some-config',
      tags: { userId: 'u1', team: 'red' },
    });
    expect(request.body.bytes.toString()).toBe(text);
  });

  it('takes the subject from user where metadata names none', () => {
    expect(read({ model: 'm', messages, user: 'u2' }).subject).toBe('u2');
    expect(read({ model: 'm', messages }).subject).toBeNull();
  });

  it.each([
    ['not JSON', '{"model": "m",}', 'invalid_json', null],
    ['an array', '[]', 'invalid_json', null],
    ['nothing', '', 'invalid_json', null],
    ['text behind the object', '{"model":"m"} x', 'invalid_json', null],
    ['no messages', { model: 'm' }, 'invalid_request', 'messages'],
    ['messages as text', { model: 'm', messages: 'hi' }, 'invalid_request', 'messages'],
    ['no message', { model: 'm', messages: [] }, 'invalid_request', 'messages'],
    ['messages that are no objects', { model: 'm', messages: ['hi'] }, 'invalid_request', 'messages'],
    ['a number as model', { model: 3, messages }, 'invalid_request', 'model'],
    ['an empty model', { model: '', messages }, 'invalid_request', 'model'],
    ['stream as text', { model: 'm', messages, stream: 'yes' }, 'invalid_request', 'stream'],
    [
      'stream_options without stream',
      { model: 'm', messages, stream_options: {} },
      'invalid_request',
      'stream_options',
    ],
    [
      'stream_options as text',
      { model: 'm', messages, stream: true, stream_options: 'x' },
      'invalid_request',
      'stream_options',
    ],
    [
      'include_usage as text',
      { model: 'm', messages, stream: true, stream_options: { include_usage: 'x' } },
      'invalid_request',
      'stream_options.include_usage',
    ],
    ['metadata as list', { model: 'm', messages, metadata: [] }, 'invalid_request', 'metadata'],
    ['metadata of numbers', { model: 'm', messages, metadata: { a: 1 } }, 'invalid_request', 'metadata.a'],
    [
      'too much metadata',
      {
        model: 'm',
        messages,
        metadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v'])),
      },
      'invalid_request',
      'metadata',
    ],
    [
      'metadata of a million entries',
      `{"model":"m","messages":[{}],"metadata":{${'"a":"b",'.repeat(1_000_000)}"a":"b"}}`,
      'invalid_request',
      null,
    ],
    [
      'metadata that is counted before it is parsed',
      `{"model":"m","messages":[{}],"metadata":{${'"a":"b",'.repeat(16)}"a":"b"}}`,
      'invalid_request',
      'metadata',
    ],
    ['a million members', `{${'"a":1,'.repeat(1_000_000)}"model":"m"}`, 'invalid_request', null],
    ['a million messages', `{"model":"m","messages":[${'{},'.repeat(1_000_000)}{}]}`, 'invalid_request', null],
    ['millions of numbers', `{"model":"m","messages":[{}],"x":[${'1,'.repeat(2_000_000)}1]}`, 'invalid_request', null],
    ['a long user', { model: 'm', messages, user: 'u'.repeat(5_000) }, 'invalid_request', 'user'],
    [
      'a long stream_options',
      { model: 'm', messages, stream_options: ['x'.repeat(5_000)] },
      'invalid_request',
      'stream_options',
    ],
    ['a long tag', { model: 'm', messages, metadata: { a: 'x'.repeat(513) } }, 'invalid_request', 'metadata.a'],
  ])('refuses %s', (_, body, code, param) => {
    expect(refused(body)).toEqual({ code, param });
  });

  it('keeps tags free of prototypes', () => {
    const request = read('{"model":"m","messages":[{}],"metadata":{"__proto__":"x","constructor":"y"}}');
    expect(Object.entries(request.tags)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it.each([257, 9_000_000])('refuses a model of %p characters', (length) => {
    const body = (model: string) => Buffer.from(JSON.stringify({ model, messages: [{}] }));
    expect(() => readRequest(chatCompletions, body('x'.repeat(length)), null)).toThrow(
      expect.objectContaining({ status: 400, param: 'model', code: 'invalid_request' }),
    );
    const longest = '\u00fc'.repeat(256);
    expect(readRequest(chatCompletions, body(longest), null).model).toBe(longest);
  });

  it('leaves what is inside texts to who parses it, and refuses it there', () => {
    const { body } = read('{"model":"@a/b","messages":[{"content":"\\x"}]}');
    const refusal = expect.objectContaining({ status: 400, code: 'invalid_json' });
    expect(() => body.toObject()).toThrow(refusal);
    expect(() => body.with({ model: 'b' }).get('messages')).toThrow(refusal);
    expect(() => read('{"model":"@a/b","messages":[{}],"user":"\\x"}')).toThrow(refusal);
  });
});
