import { framesOf, recordingsOf, vendorReply } from '../../../../test/support/recordings.js';
import { isJsonObject, type JsonObject } from '../../../core/json.js';
import { frameMapper, mapBody } from './map-reply.js';
import { readError } from './read-error.js';

const recordings = recordingsOf('azure');
const chats = recordings.filter(({ api, response }) => api === 'chat' && response.status === 200);
const find = (id: string) => {
  const found = recordings.find((each) => each.id === id);
  if (!found) throw new Error(`no recording ${id}`);
  return found;
};

const choicesOf = ({ choices }: JsonObject) => (Array.isArray(choices) ? choices.filter(isJsonObject) : []);

function mapAll(frames: readonly JsonObject[]): JsonObject[] {
  return frames.map(frameMapper()).filter((frame) => frame !== null);
}

describe('whole replies as recorded', () => {
  const bodies = chats.flatMap(({ id, response }): [string, JsonObject][] =>
    response.json ? [[id, response.json]] : [],
  );

  it.each(bodies)('%s: every choice has a message', (_id, body) => {
    const before = structuredClone(body);
    const mapped = mapBody(body);
    expect(body).toEqual(before);
    for (const choice of choicesOf(mapped)) expect(choice['message']).toMatchObject({ role: 'assistant' });
    const isWhole = choicesOf(body).every((choice) => 'message' in choice);
    expect(mapped === body).toBe(isWhole);
  });
});

describe('streams as recorded', () => {
  const streams = chats.flatMap((each): [string, readonly JsonObject[]][] => {
    const frames = framesOf(each);
    return frames ? [[each.id, frames]] : [];
  });

  it.each(streams)('%s: ids throughout, and nothing lost but the empty first frame', (_id, frames) => {
    const mapped = mapAll(frames);
    const heldBack = frames.filter((frame) => frame['id'] === '' && choicesOf(frame).length === 0);
    expect(mapped).toHaveLength(frames.length - heldBack.length);
    expect(mapped.every(({ id, model }) => id !== '' && model !== '')).toBe(true);
    expect(new Set(mapped.map(({ id }) => id)).size).toBe(1);
    const text = (list: readonly JsonObject[]) =>
      JSON.stringify(list.flatMap(choicesOf).map((choice) => choice['delta'] ?? { role: 'assistant', content: '' }));
    // Of frames without a delta the first begins the choice, and later ones say nothing.
    const complete = frames.flatMap(choicesOf).findLastIndex((choice) => choice['delta'] === undefined) <= 0;
    if (complete) expect(text(mapped)).toBe(text(frames));
    const content = (list: readonly JsonObject[]) =>
      list
        .flatMap(choicesOf)
        .map(({ delta }) => (isJsonObject(delta) && typeof delta['content'] === 'string' ? delta['content'] : ''))
        .join('');
    expect(content(mapped)).toBe(content(frames));
  });

  it.each(streams)('%s: frames that need no change are the same objects', (_id, frames) => {
    const map = frameMapper();
    const changed = frames.filter((frame) => map(frame) !== frame);
    expect(changed.length).toBeLessThanOrEqual(2);
  });
});

describe('trap 12', () => {
  const promptResults = [{ prompt_index: 0, content_filter_results: {} }];
  const first = { id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: promptResults };
  const chunk = (delta: JsonObject) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o',
    choices: [{ index: 0, delta, finish_reason: null }],
  });

  it('the first chunk is empty: its filter results travel on the next one', () => {
    const map = frameMapper();
    expect(map(first)).toBeNull();
    expect(map(chunk({ role: 'assistant', content: '' }))).toMatchObject({
      id: 'chatcmpl-1',
      prompt_filter_results: promptResults,
    });
    const next = chunk({ content: 'Hi' });
    expect(map(next)).toBe(next);
  });

  it('frames of the asynchronous filter get the stream’s id and a delta', () => {
    const map = frameMapper();
    map(chunk({ content: 'Hi' }));
    const late = {
      id: '',
      object: '',
      created: 0,
      model: '',
      choices: [{ index: 0, finish_reason: null, content_filter_offsets: {} }],
    };
    expect(map(late)).toMatchObject({
      id: 'chatcmpl-1',
      model: 'gpt-4o',
      created: 1,
      choices: [{ delta: {}, content_filter_offsets: {} }],
    });
  });

  it('usage is never held back', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const frame = { id: 'chatcmpl-1', choices: [], prompt_filter_results: [], usage };
    expect(frameMapper()(frame)).not.toBeNull();
  });

  it('a filtered choice has no message', () => {
    const { json = {} } = find('azure-content-filter-plain-1').response;
    expect(choicesOf(json)[0]).not.toHaveProperty('message');
    expect(choicesOf(mapBody(json))[0]).toMatchObject({
      finish_reason: 'content_filter',
      message: { role: 'assistant', content: null, refusal: null },
    });
  });

  it('errors have no type, and their code is often the status', () => {
    expect(readError(vendorReply(find('azure-error-404-1')))).toMatchObject({
      kind: 'request-rejected',
      status: 404,
      code: null,
      type: null,
      message: 'Resource not found',
    });
    expect(readError(vendorReply(find('azure-error-401-1'))).kind).toBe('credentials-rejected');
  });

  it('retry-after-ms may be "0"', () => {
    const recording = find('azure-error-429-1');
    expect(recording.response.headers['retry-after-ms']).toBe('0');
    expect(readError(vendorReply(recording))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 1_000 });
  });
});

describe('errors', () => {
  const read = (status: number, body: JsonObject) => readError({ status, headers: {}, body: JSON.stringify(body) });

  it('keep the verdict of the content filter', () => {
    const innererror = { code: 'ResponsibleAIPolicyViolation', content_filter_result: {} };
    const error = {
      message: 'The response was filtered',
      type: null,
      param: 'prompt',
      code: 'content_filter',
      status: 400,
      innererror,
    };
    expect(read(400, { error })).toMatchObject({
      kind: 'request-rejected',
      status: 400,
      code: 'content_filter',
      param: 'prompt',
    });
    expect(read(400, { error: { code: 'contentFilter', message: 'x' } }).code).toBe('content_policy_violation');
  });

  it('call a missing deployment a missing model', () => {
    const error = { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' };
    expect(read(404, { error })).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });

  it('read the API management’s own shape', () => {
    expect(read(401, { statusCode: 401, message: 'Unauthorized. Access token is missing.' }).kind).toBe(
      'credentials-rejected',
    );
  });
});
