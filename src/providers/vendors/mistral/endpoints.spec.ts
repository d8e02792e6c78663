import { recordingsOf } from '../../../../test/support/recordings.js';
import type { JsonObject } from '../../../core/json.js';
import type { FormBody, PreparedCall, ReplyContext, Translation, UploadedFile } from '../../provider-strategy.js';
import type { Endpoint } from '../../../core/endpoints.js';
import { mistral } from './index.js';

const connection = mistral.connect({
  credentials: { apiKey: 'key' },
  baseUrl: 'https://mistral.example/v1',
  transport: { send: () => Promise.reject(new Error('nothing is sent')) },
});

function adapter(endpoint: Endpoint): Translation {
  const found = connection.endpoints[endpoint];
  if (found?.kind !== 'translation') throw new Error(`${endpoint} is translated`);
  return found;
}

async function prepare(endpoint: Endpoint, body: JsonObject, file?: UploadedFile): Promise<PreparedCall> {
  const call = { endpoint, model: 'm', stream: body['stream'] === true, body, ...(file && { file }) };
  return await adapter(endpoint).toRequest(call);
}

async function jsonSent(endpoint: Endpoint, body: JsonObject): Promise<JsonObject> {
  const { request } = await prepare(endpoint, body);
  return JSON.parse((request.body as Buffer).toString()) as JsonObject;
}

const context = (request: JsonObject): ReplyContext => ({
  model: 'm',
  fallbackId: 'chatcmpl-1',
  created: 1,
  request,
  headers: {},
});

function recorded(id: string): JsonObject {
  const json = recordingsOf('mistral').find((recording) => recording.id === `mistral-${id}`)?.response.json;
  if (json === undefined) throw new Error(`no recording ${id}`);
  return json;
}

const FILE: UploadedFile = {
  filename: 'ruby.wav',
  contentType: 'audio/wav',
  size: 3,
  using: () => Promise.reject(new Error('not read by its descriptor')),
  stream: async function* () {
    yield await Promise.resolve(Buffer.from('abc'));
  },
  bytes: () => Promise.resolve(Buffer.from('abc')),
};

describe('embeddings of Mistral', () => {
  it('are asked by text, and come as floats or base64', async () => {
    const { request, dropped } = await prepare('embeddings', {
      input: 'Hello world',
      encoding_format: 'base64',
      user: 'u',
    });
    expect(request.url).toBe('https://mistral.example/v1/embeddings');
    expect(JSON.parse((request.body as Buffer).toString())).toEqual({ model: 'm', input: ['Hello world'] });
    expect(dropped).toEqual(['user']);
    const vendor = recorded('embeddings-batch-1');
    const floats = adapter('embeddings').fromResponse(vendor, context({})) as { data: { embedding: number[] }[] };
    expect(floats).toMatchObject({ object: 'list', model: 'm', usage: { prompt_tokens: 21, total_tokens: 21 } });
    expect(floats.data.map(({ embedding }) => embedding)).toEqual(
      (vendor['data'] as JsonObject[]).map(({ embedding }) => embedding),
    );
    // Trap 16: what OpenAI's clients ask for without saying so.
    const packed = adapter('embeddings').fromResponse(vendor, context({ encoding_format: 'base64' })) as {
      data: { embedding: string }[];
    };
    const bytes = Buffer.from(packed.data.at(1)?.embedding ?? '', 'base64');
    const unpacked = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
    expect(unpacked).toEqual(floats.data.at(1)?.embedding.map(Math.fround));
  });

  it.each<[JsonObject, string]>([
    [{ input: [1, 2] }, 'unsupported_parameter'],
    [{ input: [[1, 2]] }, 'unsupported_parameter'],
    [{ input: '' }, 'invalid_request'],
    [{ input: [] }, 'invalid_request'],
  ])('refuse %j', async (body, code) => {
    await expect(prepare('embeddings', body)).rejects.toMatchObject({ code, param: 'input', status: 400 });
  });

  it('take dimensions', async () => {
    await expect(jsonSent('embeddings', { input: ['a'], dimensions: 256 })).resolves.toMatchObject({
      output_dimension: 256,
    });
  });
});

describe('speech of Mistral', () => {
  it('is the audio inside of the JSON', async () => {
    const body = { input: 'Hi', voice: 'en_paul_neutral' };
    await expect(jsonSent('audio/speech', body)).resolves.toEqual({
      model: 'm',
      ...body,
      response_format: 'mp3',
      stream: false,
    });
    const reply = adapter('audio/speech').fromResponse(recorded('speech-1'), context(body)) as {
      bytes: Buffer;
      contentType: string;
    };
    expect(reply.contentType).toBe('audio/mpeg');
    expect(reply.bytes.subarray(0, 3).toString()).toBe('ID3');
    expect(() => adapter('audio/speech').fromResponse({}, context(body))).toThrow();
  });

  it.each(['response_format', 'speed', 'instructions', 'stream_format'])(
    'refuses what it cannot: %s',
    async (param) => {
      const values: JsonObject = { response_format: 'aac', speed: 2, instructions: 'softly', stream_format: 'sse' };
      await expect(prepare('audio/speech', { input: 'Hi', [param]: values[param] })).rejects.toMatchObject({ param });
    },
  );
});

describe('transcripts of Mistral', () => {
  it('send the form on, with the file as it came', async () => {
    const { request, dropped } = await prepare(
      'audio/transcriptions',
      { model: '@x/m', language: 'en', prompt: 'Ruby' },
      FILE,
    );
    const { fields, file } = request.body as FormBody;
    expect(fields).toEqual([
      { name: 'model', value: 'm' },
      { name: 'language', value: 'en' },
    ]);
    expect(file).toMatchObject({ field: 'file', filename: 'ruby.wav', contentType: 'audio/wav' });
    expect(dropped).toEqual(['prompt']);
  });

  it('ask for times where the format needs them, and leave the language out then', async () => {
    const { request, dropped } = await prepare(
      'audio/transcriptions',
      { language: 'en', response_format: 'srt' },
      FILE,
    );
    expect((request.body as FormBody).fields).toContainEqual({ name: 'timestamp_granularities[]', value: 'segment' });
    expect(dropped).toEqual(['language']);
    const verbose = await prepare('audio/transcriptions', { response_format: 'verbose_json' }, FILE);
    expect(verbose.dropped).toEqual(['response_format']);
  });

  it('come in every format that segments can make', () => {
    const read = (format: string) =>
      adapter('audio/transcriptions').fromResponse(recorded('transcription-2'), context({ response_format: format }));
    const text = 'Ruby is a programming language designed for developer happiness.';
    const plain = (format: string) => (read(format) as { bytes: Buffer }).bytes.toString();
    expect(read('json')).toEqual({ text, usage: { type: 'duration', seconds: 3 } });
    expect(read('verbose_json')).toMatchObject({
      task: 'transcribe',
      duration: 3,
      segments: [{ id: 0, start: 0.1, end: 3.6, text }],
    });
    expect(plain('text')).toBe(`${text}\n`);
    expect(plain('srt')).toBe(`1\n00:00:00,100 --> 00:00:03,600\n${text}\n`);
    expect(plain('vtt')).toBe(`WEBVTT\n\n00:00:00.100 --> 00:00:03.600\n${text}\n`);
    expect(read('text')).toMatchObject({ usage: { units: { 'audio-second': 3 } } });
    const untimed = { ...recorded('transcription-2'), segments: [] };
    const readUntimed = (format: string) =>
      adapter('audio/transcriptions').fromResponse(untimed, context({ response_format: format }));
    expect(readUntimed('json')).toMatchObject({ text });
    expect(() => readUntimed('srt')).toThrow(expect.objectContaining({ code: 'upstream_invalid_response' }));
  });

  it.each<[string, JsonObject]>([
    ['stream', { stream: true }],
    ['response_format', { response_format: 'diarized_json' }],
    ['timestamp_granularities', { timestamp_granularities: ['word'] }],
  ])('refuse %s', async (param, body) => {
    await expect(prepare('audio/transcriptions', body, FILE)).rejects.toMatchObject({
      param,
      code: 'unsupported_parameter',
    });
  });
});

describe('completions of Mistral', () => {
  it('chat, or fill in the middle where there is a suffix', async () => {
    const chat = await prepare('completions', { prompt: 'def f(' });
    expect(chat.request.url).toBe('https://mistral.example/v1/chat/completions');
    const { request, dropped } = await prepare('completions', {
      prompt: 'def f(',
      suffix: 'return a',
      max_tokens: 30,
      seed: 1,
      user: 'u',
    });
    expect(request.url).toBe('https://mistral.example/v1/fim/completions');
    expect(JSON.parse((request.body as Buffer).toString())).toEqual({
      model: 'm',
      prompt: 'def f(',
      suffix: 'return a',
      max_tokens: 30,
      random_seed: 1,
    });
    expect(dropped).toEqual(['user']);
    const reply = { id: 'x', choices: [{ index: 0, message: { content: 'a):' }, finish_reason: 'stop' }] };
    expect(adapter('completions').fromResponse(reply, context({ prompt: 'def f(', suffix: 'return a' }))).toMatchObject(
      {
        object: 'text_completion',
        choices: [{ text: 'a):', finish_reason: 'stop' }],
      },
    );
    await expect(prepare('completions', { prompt: 'a', suffix: 'b', echo: true })).rejects.toMatchObject({
      param: 'echo',
    });
  });
});
