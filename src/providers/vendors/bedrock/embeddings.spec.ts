import { defined } from '../../../../test/support/defined.js';
import { recordingsOf } from '../../../../test/support/recordings.js';
import type { JsonObject } from '../../../core/json.js';
import type { ReplyContext, UpstreamCall } from '../../provider-strategy.js';
import { embeddings } from './embeddings.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const adapter = embeddings('https://host');
const recordings = recordingsOf('bedrock').filter(({ id }) => id.includes('embed'));

function callOf(model: string, body: JsonObject): UpstreamCall<JsonObject> {
  return { endpoint: 'embeddings', model, stream: false, body };
}

async function send(model: string, body: JsonObject): Promise<{ url: string; json: Wire; dropped: readonly string[] }> {
  const { request, dropped } = await adapter.toRequest(callOf(model, body));
  return { url: request.url, json: JSON.parse(Buffer.from(request.body as Uint8Array).toString()), dropped };
}

function contextOf(model: string, headers: Record<string, string>, request: JsonObject = {}): ReplyContext {
  return { model, fallbackId: 'x', created: 1, request, headers };
}

describe('recorded embeddings of Bedrock', () => {
  it.each(recordings.map(({ id, request, response }) => [id, defined(request), response] as const))(
    '%s',
    async (_, request, response) => {
      const model = decodeURIComponent(defined(/\/model\/([^/]+)\//.exec(request.url)?.[1]));
      const recorded: Wire = request.json;
      const params = recorded.singleEmbeddingParams;
      const sent = await send(model, {
        input: recorded.texts ?? recorded.inputText ?? params.text.value,
        dimensions: recorded.dimensions ?? recorded.output_dimension ?? params?.embeddingDimension,
        input_type: recorded.input_type,
        truncate: recorded.truncate,
        embedding_purpose: params?.embeddingPurpose,
      });
      const { normalize, ...expected } = recorded;
      expect(normalize ?? true).toBe(true);
      expect(sent.json).toEqual(expected);
      const body: Wire = response.json;
      const reply: Wire = adapter.fromResponse(body, contextOf(model, response.headers));
      const vectors = body.embeddings?.float ??
        body.embeddings?.map((entry: Wire) => entry.embedding ?? entry) ?? [body.embedding];
      expect(reply.data.map(({ embedding }: Wire) => embedding)).toEqual(vectors);
      expect(reply.data.map(({ index }: Wire) => index)).toEqual(vectors.map((_: Wire, index: number) => index));
      const tokens = Number(response.headers['x-amzn-bedrock-input-token-count']);
      expect(reply).toMatchObject({ object: 'list', model, usage: { prompt_tokens: tokens, total_tokens: tokens } });
    },
  );
});

describe('embeddings of Bedrock', () => {
  const TITAN = 'amazon.titan-embed-text-v2:0';
  const COHERE = 'cohere.embed-english-v3';

  it('trap 16: come as base64 of float32 where the SDK asks for it', () => {
    const reply: Wire = adapter.fromResponse(
      { embedding: [1, -0.5], inputTextTokenCount: 2 },
      contextOf(TITAN, {}, { encoding_format: 'base64' }),
    );
    const bytes = Buffer.from(reply.data[0].embedding, 'base64');
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4), bytes.length]).toEqual([1, -0.5, 8]);
  });

  it('are one call a text on Titan, joined in order with their tokens', () => {
    const calls = defined(adapter.fanOut).split(callOf(TITAN, { input: ['a', 'b', 'c'] }));
    expect(calls.map(({ body }) => body['input'])).toEqual([['a'], ['b'], ['c']]);
    const parts = [1, 2, 3].map(
      (value) =>
        adapter.fromResponse({ embedding: [value], inputTextTokenCount: value }, contextOf(TITAN, {})) as JsonObject,
    );
    const joined: Wire = defined(adapter.fanOut).join(parts);
    expect(joined.data).toEqual([1, 2, 3].map((value, index) => ({ object: 'embedding', index, embedding: [value] })));
    expect(joined.usage).toEqual({ prompt_tokens: 6, total_tokens: 6 });
  });

  it('are at most 96 texts a call on Cohere', () => {
    const input = Array.from({ length: 100 }, (_, index) => `text ${index}`);
    expect(
      defined(adapter.fanOut)
        .split(callOf(COHERE, { input }))
        .map(({ body }) => (body['input'] as string[]).length),
    ).toEqual([96, 4]);
  });

  it('leave the count unknown where one call does not state it', () => {
    const parts = [{ embedding: [1], inputTextTokenCount: 1 }, { embedding: [2] }].map(
      (body) => adapter.fromResponse(body, contextOf(TITAN, {})) as JsonObject,
    );
    expect(defined(adapter.fanOut).join(parts)).not.toHaveProperty('usage');
  });

  it.each<[string, string, JsonObject]>([
    ['input', TITAN, { input: [1, 2] }],
    ['input', TITAN, { input: [[1, 2]] }],
    ['input', COHERE, { input: ['a', ''] }],
    ['input', TITAN, {}],
    ['dimensions', COHERE, { input: 'a', dimensions: 256 }],
    ['dimensions', 'amazon.titan-embed-text-v1', { input: 'a', dimensions: 256 }],
  ])('refuse a wrong %s of %s', async (param, model, body) => {
    await expect(send(model, body)).rejects.toMatchObject({ status: 400, param });
  });

  it('name what is left out, and refuse models that make none', async () => {
    expect((await send(TITAN, { input: 'a', user: 'u' })).dropped).toEqual(['user']);
    await expect(send('us.amazon.nova-lite-v1:0', { input: 'a' })).rejects.toMatchObject({
      code: 'unsupported_endpoint',
    });
  });

  it('that are no vectors are no answer', () => {
    expect(() => adapter.fromResponse({ message: 'no' }, contextOf(TITAN, {}))).toThrow(
      expect.objectContaining({ kind: 'invalid-response' }),
    );
  });
});
