import { recordingsOf, vendorReply } from '../../../../test/support/recordings.js';
import { readError } from './read-error.js';

const recordings = [...recordingsOf('vertex'), ...recordingsOf('gemini')];

function recorded(id: string) {
  const recording = recordings.find((candidate) => candidate.id === id);
  if (recording === undefined) throw new Error(`no recording ${id}`);
  return readError(vendorReply(recording));
}

const read = (status: number, error: object) => readError({ status, headers: {}, body: JSON.stringify({ error }) });

describe('errors of Google', () => {
  it('keep the words about the request, without the project', () => {
    expect(recorded('vertex-generatecontent-error-404-1')).toEqual({
      kind: 'request-rejected',
      status: 404,
      code: 'model_not_found',
      param: 'model',
      message: 'Publisher Model `publishers/google/models/gemini-does-not-exist` not found.',
    });
    expect(recorded('vertex-generatecontent-error-400-2')).toMatchObject({ kind: 'request-rejected', status: 400 });
    expect(recorded('gemini-generatecontent-error-404-stream-1')).toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    expect(read(400, { message: 'Quota project my-project-17 is not set' }).message).not.toContain('my-project-17');
  });

  it('trap 11: the retry delay is in the body, and AI Studio says 400 for a bad key', () => {
    expect(recorded('gemini-generatecontent-error-429-1')).toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 48_000,
    });
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.25s' }];
    expect(read(429, { code: 429, details })).toMatchObject({ retryAfterMs: 250 });
    expect(recorded('gemini-generatecontent-error-400-1').kind).toBe('credentials-rejected');
    expect(recorded('gemini-models-error-400-1').kind).toBe('credentials-rejected');
  });

  it('trap 11: may be a list of one', () => {
    const body = JSON.stringify([{ error: { code: 400, message: 'Please use a valid role: user, model.' } }]);
    expect(readError({ status: 400, headers: {}, body })).toMatchObject({
      kind: 'request-rejected',
      status: 400,
      message: 'Please use a valid role: user, model.',
    });
  });

  it('tell length, identity, time and load apart', () => {
    const message = 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).';
    expect(read(400, { message })).toMatchObject({ code: 'context_length_exceeded', param: 'messages', message });
    expect(read(401, { message: 'x' }).kind).toBe('credentials-rejected');
    expect(read(403, { message: 'x' }).kind).toBe('credentials-rejected');
    expect(read(499, {}).kind).toBe('timeout');
    expect(read(504, {}).kind).toBe('timeout');
    expect(read(500, {}).kind).toBe('overloaded');
    expect(read(503, {}).kind).toBe('overloaded');
    expect(readError({ status: 404, headers: {}, body: '<html>Not Found</html>' })).toEqual({
      kind: 'request-rejected',
      status: 404,
      message: 'The provider refused the request (404).',
    });
  });
});
