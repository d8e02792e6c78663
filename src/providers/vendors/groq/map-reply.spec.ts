import { framesOf, recordingsOf, vendorReply } from '../../../../test/support/recordings.js';
import { readErrorFrame } from '../../vendor-words.js';
import { isJsonObject, type JsonObject } from '../../../core/json.js';
import { frameMapper, mapBody, readUsage } from './map-reply.js';
import { readError } from './read-error.js';

const chats = recordingsOf('groq').filter(({ api }) => api === 'chat');
const recording = (id: string) => {
  const found = chats.find((each) => each.id === id);
  if (!found) throw new Error(`no recording ${id}`);
  return found;
};
const answered = chats.filter(({ response }) => response.status === 200);

function parts(body: JsonObject, place: 'message' | 'delta'): JsonObject[] {
  const choices = Array.isArray(body['choices']) ? body['choices'].filter(isJsonObject) : [];
  return choices.map((choice) => choice[place]).filter(isJsonObject);
}

const mapAll = (frames: readonly JsonObject[]): JsonObject[] => frames.map(frameMapper()).flat();

describe('whole replies as recorded', () => {
  const bodies = answered.flatMap(({ id, response }): [string, JsonObject][] =>
    response.json ? [[id, response.json]] : [],
  );

  it.each(bodies)('%s has content and reasoning where OpenAI’s clients look', (_id, body) => {
    const before = structuredClone(body);
    const mapped = mapBody(body);
    expect(body).toEqual(before);
    for (const [index, message] of parts(mapped, 'message').entries()) {
      const original = parts(body, 'message')[index] ?? {};
      expect(message).toHaveProperty('content', original['content'] ?? null);
      expect(message['reasoning_content']).toEqual(original['reasoning']);
    }
    const needsNothing = parts(body, 'message').every((message) => 'content' in message && !('reasoning' in message));
    expect(mapped === body).toBe(needsNothing);
    expect(readUsage(body)?.units['output']).toBe((body['usage'] as JsonObject)['completion_tokens']);
  });
});

describe('streams as recorded', () => {
  const streams = answered.flatMap((each): [string, readonly JsonObject[]][] => {
    const frames = framesOf(each);
    return frames && !each.kinds.includes('stream-error') ? [[each.id, frames]] : [];
  });

  it.each(streams)('%s keeps one id, created and model, and loses no text', (_id, frames) => {
    const mapped = mapAll(frames);
    for (const name of ['id', 'created', 'model']) {
      expect(new Set(mapped.map((frame) => frame[name]))).toEqual(new Set([frames[0]?.[name]]));
    }
    const joined = (list: readonly JsonObject[], name: string) =>
      list
        .flatMap((frame) => parts(frame, 'delta'))
        .map((delta) => (typeof delta[name] === 'string' ? delta[name] : ''))
        .join('');
    expect(joined(mapped, 'content')).toBe(joined(frames, 'content'));
    expect(joined(mapped, 'reasoning_content')).toBe(joined(frames, 'reasoning'));
    expect(parts(mapped[0] ?? {}, 'delta')[0]).toHaveProperty('role', 'assistant');
  });

  it.each(streams)('%s has usage once, in a last chunk without choices, wherever Groq put it', (_id, frames) => {
    const read = frames.map(readUsage).findLast((usage) => usage !== null);
    expect(read?.units['output']).toBeGreaterThan(0);
    const mapped = mapAll(frames);
    const { usage, choices, ...last } = mapped.at(-1) ?? {};
    expect(readUsage({ usage })).toEqual(read);
    expect(choices).toEqual([]);
    expect(last).toMatchObject({ object: 'chat.completion.chunk', id: frames[0]?.['id'] });
    for (const frame of mapped.slice(0, -1)) {
      expect(frame).not.toHaveProperty('usage');
      expect(readUsage(frame)).toBeNull();
      expect(frame['choices']).not.toEqual([]);
    }
    const finished = mapped.at(-2)?.['choices'];
    expect(finished).toMatchObject([{ finish_reason: expect.any(String) }]);
  });

  const chunk = (members: JsonObject): JsonObject => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    ...members,
  });
  const finish = [{ index: 0, delta: {}, finish_reason: 'stop' }];
  const text = [{ index: 0, delta: { role: 'assistant', content: 'a' }, finish_reason: null }];
  const usage = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 };

  it.each<[string, JsonObject[]]>([
    ['beside the finish reason', [chunk({ choices: finish, usage })]],
    ['under x_groq only', [chunk({ choices: finish, x_groq: { id: 'req_1', usage } })]],
    ['alone, behind', [chunk({ choices: finish }), chunk({ choices: [], usage })]],
    ['in all three places', [chunk({ choices: finish, usage, x_groq: { usage } }), chunk({ choices: [], usage })]],
    ['before the finish reason', [chunk({ choices: text, x_groq: { usage } }), chunk({ choices: finish })]],
  ])('puts usage that stands %s into one last chunk', (_where, frames) => {
    const mapped = mapAll([chunk({ choices: text }), ...frames]);
    expect(mapped.at(-1)).toEqual(chunk({ choices: [], usage }));
    expect(mapped.filter((frame) => readUsage(frame) !== null)).toHaveLength(1);
    expect(mapped.filter((frame) => JSON.stringify(frame['choices']) === '[]')).toHaveLength(1);
  });

  it('keeps the request id that stood beside the usage', () => {
    const mapped = mapAll([chunk({ choices: text }), chunk({ choices: finish, x_groq: { id: 'req_1', usage } })]);
    expect(mapped[1]).toEqual(chunk({ choices: finish, x_groq: { id: 'req_1' } }));
  });

  it('frames that need no change are the same objects, so their bytes travel', () => {
    const frames = framesOf(recording('groq-text-stream-1')) ?? [];
    const mapped = mapAll(frames);
    expect(mapped.slice(0, -2).every((frame, index) => frame === frames[index])).toBe(true);
  });
});

describe('trap 13', () => {
  it('an error inside the stream ends it as a failure of the model', () => {
    const read = (framesOf(recording('groq-stream-error-stream-1')) ?? []).map((each) =>
      readErrorFrame({ readError }, each),
    );
    expect(read.at(-1)).toMatchObject({ kind: 'model-failed', status: 400, code: 'tool_use_failed' });
    expect(read.slice(0, -1).every((failure) => failure === null)).toBe(true);
  });

  it('compound models change their id from chunk to chunk: the first one stays', () => {
    const frames = framesOf(recording('groq-reasoning-stream-1')) ?? [];
    expect(new Set(frames.map(({ id }) => id)).size).toBeGreaterThan(100);
    expect(new Set(mapAll(frames).map(({ id }) => id)).size).toBe(1);
  });

  it('tool_use_failed is a 400 that a retry can cure', () => {
    expect(readError(vendorReply(recording('groq-error-400-1')))).toMatchObject({
      kind: 'model-failed',
      code: 'tool_use_failed',
      message: expect.stringContaining('Tool call validation failed'),
    });
  });

  it('and other refusals are not', () => {
    expect(readError(vendorReply(recording('groq-error-404-1')))).toMatchObject({
      kind: 'request-rejected',
      status: 404,
      code: 'model_not_found',
    });
    const tooLarge = { error: { message: 'Request too large', type: 'tokens', code: 'rate_limit_exceeded' } };
    expect(readError({ status: 413, headers: {}, body: JSON.stringify(tooLarge) }).kind).toBe('request-rejected');
  });
});
