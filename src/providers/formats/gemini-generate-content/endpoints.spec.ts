import { recordingsOf } from '../../../../test/support/recordings.js';
import type { JsonObject } from '../../../core/json.js';
import type { PreparedCall, ReplyContext, Translation, UploadedFile } from '../../provider-strategy.js';
import { batchEmbedContents, vertexEmbeddings } from './embeddings.js';
import { images } from './images.js';
import { speech } from './speech.js';
import { transcription } from './transcription.js';

const addressOf = (model: string) => `https://google.example/models/${model}`;
const context = (model: string, request: JsonObject = {}): ReplyContext => ({
  model,
  fallbackId: 'chatcmpl-1',
  created: 1,
  request,
  headers: {},
});

async function prepare(adapter: Translation, model: string, body: JsonObject, file?: UploadedFile) {
  const call = { endpoint: 'embeddings' as const, model, stream: false, body, ...(file && { file }) };
  const { request, dropped }: PreparedCall = await adapter.toRequest(call);
  return { url: request.url, json: JSON.parse((request.body as Buffer).toString()) as JsonObject, dropped };
}

function recorded(id: string): { request: JsonObject; response: JsonObject } {
  const found = [...recordingsOf('vertex'), ...recordingsOf('gemini')].find((recording) => recording.id === id);
  if (found?.request?.json === undefined || found.response.json === undefined) throw new Error(`no recording ${id}`);
  return { request: found.request.json, response: found.response.json };
}

describe('embeddings of Google', () => {
  it('by predict are what was recorded, counted by their statistics', async () => {
    const { request, response } = recorded('vertex-embeddings-batch-1');
    const adapter = vertexEmbeddings(addressOf);
    const asked = await prepare(adapter, 'text-embedding-004', { input: ['Ruby', 'Python', 'JavaScript'] });
    expect(asked).toEqual({
      url: 'https://google.example/models/text-embedding-004:predict',
      json: request,
      dropped: [],
    });
    const reply = adapter.fromResponse(response, context('text-embedding-004')) as { data: JsonObject[] };
    expect(reply).toMatchObject({ object: 'list', usage: { prompt_tokens: 4, total_tokens: 4 } });
    expect(reply.data.map(({ index }) => index)).toEqual([0, 1, 2]);
    const predictions = response['predictions'] as { embeddings: { values: number[] } }[];
    expect(reply.data.map(({ embedding }) => embedding)).toEqual(
      predictions.map(({ embeddings }) => embeddings.values),
    );
  });

  it('by predict take a task and dimensions', async () => {
    const { request } = recorded('vertex-embeddings-single-2');
    const body = { input: 'Hello, world!', task_type: 'RETRIEVAL_QUERY', dimensions: 256 };
    const { json } = await prepare(vertexEmbeddings(addressOf), 'gemini-embedding-001', body);
    expect(json).toEqual({ ...request, parameters: { outputDimensionality: 256 } });
  });

  it('by embedContent and batchEmbedContents are what was recorded', async () => {
    const one = recorded('vertex-embeddings-single-1');
    const vertex = vertexEmbeddings(addressOf);
    const asked = await prepare(vertex, 'gemini-embedding-2', {
      input: ['task: question answering | query: Hello, world!'],
    });
    expect(asked).toMatchObject({
      url: 'https://google.example/models/gemini-embedding-2:embedContent',
      json: one.request,
    });
    expect(vertex.fromResponse(one.response, context('gemini-embedding-2'))).toMatchObject({
      data: [{ index: 0 }],
      usage: { prompt_tokens: 11 },
    });
    const batch = recorded('gemini-embeddings-single-1');
    const studio = batchEmbedContents(addressOf);
    const body = { input: 'Hello, world!', dimensions: 768, task_type: 'RETRIEVAL_QUERY' };
    await expect(prepare(studio, 'gemini-embedding-2-preview', body)).resolves.toMatchObject({ json: batch.request });
    const reply = studio.fromResponse(batch.response, context('gemini-embedding-2-preview'));
    expect(reply).toMatchObject({ data: [{ index: 0, object: 'embedding' }] });
    expect(reply).not.toHaveProperty('usage');
    const counted = { ...batch.response, usageMetadata: { promptTokenCount: 4 } };
    expect(studio.fromResponse(counted, context('m'))).toMatchObject({ usage: { prompt_tokens: 4, total_tokens: 4 } });
  });

  it('fan out where a model takes one text, and join in order', () => {
    const { fanOut } = vertexEmbeddings(addressOf);
    const call = {
      endpoint: 'embeddings' as const,
      model: 'gemini-embedding-001',
      stream: false,
      body: { input: ['a', 'b'], dimensions: 8 },
    };
    expect(fanOut?.split(call).map(({ body }) => body)).toEqual([
      { input: ['a'], dimensions: 8 },
      { input: ['b'], dimensions: 8 },
    ]);
    expect(fanOut?.split({ ...call, model: 'text-embedding-005' })).toHaveLength(1);
    const part = (value: number) => ({
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: [value] }],
      model: 'm',
      usage: { prompt_tokens: value, total_tokens: value },
    });
    const { usage: _usage, ...uncounted } = part(3);
    expect(fanOut?.join([part(1), uncounted])).not.toHaveProperty('usage');
    expect(fanOut?.join([part(1), part(2)])).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [1] },
        { object: 'embedding', index: 1, embedding: [2] },
      ],
      model: 'm',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    });
  });

  it('that are none are an error', () => {
    expect(() => vertexEmbeddings(addressOf).fromResponse({}, context('text-embedding-005'))).toThrow();
    expect(() => vertexEmbeddings(addressOf).fromResponse({}, context('gemini-embedding-2'))).toThrow();
  });
});

describe('images of Google', () => {
  const adapter = images(addressOf);

  it('by Imagen', async () => {
    const body = { prompt: 'a cat', n: 2, size: '1024x1024', seed: 7, quality: 'hd', response_format: 'b64_json' };
    const { url, json, dropped } = await prepare(adapter, 'imagen-4.0-generate-001', body);
    expect(url).toBe('https://google.example/models/imagen-4.0-generate-001:predict');
    expect(json).toEqual({
      instances: [{ prompt: 'a cat' }],
      parameters: { sampleCount: 2, aspectRatio: '1:1', seed: 7, addWatermark: false },
    });
    expect(dropped).toEqual(['quality']);
    const predictions = [{ bytesBase64Encoded: 'AAAA', mimeType: 'image/png' }, { raiFilteredReason: 'x' }];
    expect(adapter.fromResponse({ predictions }, context('imagen-4'))).toEqual({
      created: 1,
      data: [{ b64_json: 'AAAA' }],
    });
  });

  it.each([
    ['2048x2048', { aspectRatio: '1:1', sampleImageSize: '2K' }, []],
    ['1920x1080', { aspectRatio: '16:9' }, ['size']],
    ['auto', {}, []],
  ])('of %s by Imagen', async (size, parameters, named) => {
    const { json, dropped } = await prepare(adapter, 'imagen-4.0-generate-001', { prompt: 'a cat', size });
    expect(json['parameters']).toEqual({ sampleCount: 1, ...parameters });
    expect(dropped).toEqual(named);
  });

  it('by Gemini', async () => {
    const body = { prompt: 'a cat', size: '1536x1024' };
    const { url, json, dropped } = await prepare(adapter, 'gemini-2.5-flash-image', body);
    expect(dropped).toEqual(['size']);
    expect(url).toBe('https://google.example/models/gemini-2.5-flash-image:generateContent');
    expect(json['generationConfig']).toEqual({
      responseModalities: ['TEXT', 'IMAGE'],
      imageConfig: { aspectRatio: '3:2' },
    });
    const { response } = recorded('gemini-text-plain-1');
    expect(adapter.fromResponse(response, context('gemini-2.5-flash-image'))).toMatchObject({
      data: [{ b64_json: expect.stringMatching(/^iVBOR/) }],
      usage: { output_tokens: 1290 },
    });
  });

  it("that were all filtered are the caller's 400", () => {
    const rejected = expect.objectContaining({ status: 400, code: 'content_policy_violation' });
    expect(() => adapter.fromResponse({}, context('imagen-4'))).toThrow(rejected);
    expect(() => adapter.fromResponse({ predictions: [{ raiFilteredReason: 'no' }] }, context('imagen-4'))).toThrow(
      'no',
    );
    const none = { candidates: [{ finishReason: 'IMAGE_SAFETY' }] };
    expect(() => adapter.fromResponse(none, context('gemini-2.5-flash-image'))).toThrow(rejected);
  });

  it.each<[string, JsonObject]>([
    ['n', { n: 5 }],
    ['size', { size: '1792x1024' }],
    ['size', { size: 'large' }],
    ['response_format', { response_format: 'url' }],
    ['stream', { stream: true }],
  ])('refuse %s: %j', async (param, body) => {
    await expect(prepare(adapter, 'imagen-4', { prompt: 'x', ...body })).rejects.toMatchObject({ param });
  });
});

describe('speech of Gemini', () => {
  const adapter = speech(addressOf);
  const samples = Buffer.from([1, 0, 2, 0]);
  const reply = {
    candidates: [
      {
        content: {
          parts: [{ inlineData: { mimeType: 'audio/L16;codec=pcm;rate=16000', data: samples.toString('base64') } }],
        },
      },
    ],
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 9 },
  };

  it('is asked with a voice and directions', async () => {
    const body = { input: 'Hi', voice: 'Kore', instructions: 'Say softly', response_format: 'wav' };
    const { json, dropped } = await prepare(adapter, 'gemini-2.5-flash-preview-tts', body);
    expect(json).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Say softly: Hi' }] }],
      generationConfig: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
      },
    });
    expect(dropped).toEqual(['instructions']);
    const silent = await prepare(adapter, 'tts', { input: 'Hi', voice: 'Kore' });
    expect(silent.dropped).toEqual(['response_format']);
  });

  it('comes as samples, or as a WAV file of their rate', () => {
    const pcm = adapter.fromResponse(reply, context('tts', { response_format: 'pcm' }));
    expect(pcm).toMatchObject({ contentType: 'audio/pcm', bytes: samples, usage: { units: { input: 3, output: 9 } } });
    const { bytes, contentType } = adapter.fromResponse(reply, context('tts')) as {
      bytes: Buffer;
      contentType: string;
    };
    expect(contentType).toBe('audio/wav');
    expect([bytes.toString('latin1', 0, 4), bytes.readUInt32LE(24), bytes.readUInt32LE(40), bytes.length]).toEqual([
      'RIFF',
      16_000,
      4,
      48,
    ]);
    expect(() => adapter.fromResponse({ candidates: [] }, context('tts'))).toThrow();
  });

  it.each(['response_format', 'speed', 'stream_format'])('refuses %s', async (param) => {
    const values: JsonObject = { response_format: 'mp3', speed: 1.5, stream_format: 'sse' };
    await expect(prepare(adapter, 'tts', { input: 'Hi', [param]: values[param] })).rejects.toMatchObject({ param });
  });
});

describe('transcripts of Gemini', () => {
  const adapter = transcription(addressOf);
  const file: UploadedFile = {
    filename: 'talk.MP3',
    contentType: 'application/octet-stream',
    size: 3,
    using: () => Promise.reject(new Error('not read by its descriptor')),
    stream: async function* () {
      yield await Promise.resolve(Buffer.from('abc'));
    },
    bytes: () => Promise.resolve(Buffer.from('abc')),
  };
  const reply = {
    candidates: [{ content: { parts: [{ text: 'Hello.\n' }] }, finishReason: 'STOP' }],
    usageMetadata: {
      promptTokenCount: 40,
      candidatesTokenCount: 2,
      promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 30 }],
    },
  };

  it('are asked for in words', async () => {
    const { json } = await prepare(adapter, 'gemini-2.5-flash', { language: 'en', prompt: 'Ruby' }, file);
    expect(json).toMatchObject({
      contents: [
        {
          parts: [
            { text: expect.stringMatching(/word for word.*language is en.*Ruby/) },
            { inlineData: { mimeType: 'audio/mpeg', data: 'YWJj' } },
          ],
        },
      ],
      generationConfig: { temperature: 0 },
    });
  });

  it('come as JSON or text', () => {
    expect(adapter.fromResponse(reply, context('g'))).toEqual({
      text: 'Hello.',
      usage: {
        type: 'tokens',
        input_tokens: 40,
        input_token_details: { text_tokens: 10, audio_tokens: 30 },
        output_tokens: 2,
        total_tokens: 42,
      },
    });
    const plain = adapter.fromResponse(reply, context('g', { response_format: 'text' }));
    expect(plain).toMatchObject({
      bytes: Buffer.from('Hello.\n'),
      usage: { units: { input: 10, 'input-audio': 30, output: 2 } },
    });
  });

  it.each<[string, JsonObject]>([
    ['response_format', { response_format: 'srt' }],
    ['stream', { stream: true }],
    ['timestamp_granularities', { timestamp_granularities: ['word'] }],
  ])('refuse %s', async (param, body) => {
    await expect(prepare(adapter, 'g', body, file)).rejects.toMatchObject({ param });
    await expect(prepare(adapter, 'g', {}, { ...file, size: 20_000_000 })).rejects.toMatchObject({ status: 413 });
  });
});
