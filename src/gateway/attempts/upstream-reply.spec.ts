import { readJsonReply } from './upstream-reply.js';

describe('readJsonReply', () => {
  it('is no answer where a text inside cannot be parsed, seen when it is asked for', () => {
    const reply = readJsonReply(Buffer.from('{"choices":[{"message":"\\x"}]}'));
    expect(() => reply.toObject()).toThrow(
      expect.objectContaining({
        kind: 'invalid-response',
        message: 'The provider answered with something that is not a JSON object.',
      }),
    );
  });
});
