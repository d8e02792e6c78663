import { crc32, inflateSync } from 'node:zlib';
import type OpenAI from 'openai';
import { defined } from '../../../../test/support/defined.js';
import { askSandbox, bytesOf, chunksOf, readRefusal, wholeReply } from '../../../../test/support/ask-sandbox.js';
import type { JsonObject } from '../../../core/json.js';

describe('completions', () => {
  const ask = (json: JsonObject) => askSandbox(json, { endpoint: 'completions' });
  const whole = (json: JsonObject) => wholeReply<OpenAI.Completions.Completion>(ask(json));

  it('answer every prompt n times, sixteen tokens each by default', async () => {
    const { choices, usage, object } = await whole({ prompt: ['one', 'two'], n: 2 });
    expect(object).toBe('text_completion');
    expect(choices.map(({ index, finish_reason: finish }) => [index, finish])).toEqual(
      [0, 1, 2, 3].map((at) => [at, 'length']),
    );
    expect(choices[2]?.text).toContain('"two');
    expect(usage).toEqual({ prompt_tokens: 2, completion_tokens: 64, total_tokens: 66 });
  });

  it('echo the prompt, and take tokens for text', async () => {
    expect((await whole({ prompt: 'Once', echo: true })).choices[0]?.text).toMatch(/^Once \[sandbox\]/);
    expect((await whole({ prompt: [1, 2, 3] })).usage?.prompt_tokens).toBe(3);
    expect((await whole({ prompt: [[1, 2], [3]] })).choices).toHaveLength(2);
  });

  it('stream the same text', async () => {
    const { chunks, done } = await chunksOf<OpenAI.Completions.Completion>(ask({ prompt: 'Once', stream: true }));
    expect(chunks.map((chunk) => chunk.choices[0]?.text).join('')).toBe(
      (await whole({ prompt: 'Once' })).choices[0]?.text,
    );
    expect(done).toBe(true);
  });

  it('need a prompt', async () => {
    expect(await readRefusal(ask({}))).toMatchObject({ status: 400, param: 'prompt' });
  });
});

describe('embeddings', () => {
  const ask = (json: JsonObject) => askSandbox({ model: 'sandbox-embed', ...json }, { endpoint: 'embeddings' });
  const vectors = async (json: JsonObject) => {
    const { data } = await wholeReply<OpenAI.CreateEmbeddingResponse>(ask(json));
    return data.map(({ embedding }) => embedding);
  };
  const dot = (a: readonly number[] = [], b: readonly number[] = []) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? Number.NaN), 0);

  it('are unit vectors, near where texts share words', async () => {
    const [cat, kitten, tax] = await vectors({ input: ['the cat sleeps', 'the cat plays', 'annual revenue report'] });
    expect(cat).toHaveLength(1536);
    expect(dot(cat, cat)).toBeCloseTo(1, 5);
    expect(dot(cat, kitten)).toBeGreaterThan(dot(cat, tax) + 0.3);
  });

  it('are the same numbers as base64 (trap 16)', async () => {
    const [floats] = await vectors({ input: 'x', dimensions: 8 });
    const reply = await wholeReply<{ data: { embedding: string }[] }>(
      ask({ input: 'x', dimensions: 8, encoding_format: 'base64' }),
    );
    const bytes = Buffer.from(defined(reply.data[0]).embedding, 'base64');
    expect(floats?.map((_, index) => bytes.readFloatLE(index * 4))).toEqual(floats);
  });

  it('take tokens, one list or several, and count them', async () => {
    const one = await wholeReply<OpenAI.CreateEmbeddingResponse>(ask({ input: [1, 2, 3] }));
    expect(one.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
    expect(await vectors({ input: [[1, 2], [3]] })).toHaveLength(2);
  });

  it.each<JsonObject>([{ input: '' }, { input: [] }, { input: ['a', ''] }, {}, { input: 'x', dimensions: 0 }])(
    'refuse %j',
    async (json) => {
      expect(await readRefusal(ask(json))).toMatchObject({ kind: 'request-rejected', status: 400 });
    },
  );

  it.each<[string, JsonObject]>([
    ['a long text', { input: 'a '.repeat(20_000) }],
    ['many tokens', { input: Array.from({ length: 10_000 }, () => 1) }],
    ['long texts', { input: Array.from({ length: 50 }, () => 'a '.repeat(16_000)) }],
    ['many long vectors', { input: Array.from({ length: 2_000 }, () => 'a'), dimensions: 4_096 }],
  ])('refuse %s', async (_, json) => {
    expect(await readRefusal(ask(json))).toMatchObject({ kind: 'request-rejected', status: 400 });
  });
});

describe('images', () => {
  const ask = (json: JsonObject) =>
    askSandbox({ model: 'sandbox-image', prompt: 'a boat', ...json }, { endpoint: 'images/generations' });

  /** Reads the file as a viewer would. @throws where it is no PNG */
  function readPng(png: Buffer): { width: number; height: number; pixels: number } {
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const chunks = new Map<string, Buffer>();
    for (let at = 8; at < png.length;) {
      const length = png.readUInt32BE(at);
      const typed = png.subarray(at + 4, at + 8 + length);
      expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(typed));
      chunks.set(typed.toString('latin1', 0, 4), typed.subarray(4));
      at += 12 + length;
    }
    const header = chunks.get('IHDR') ?? Buffer.alloc(0);
    const pixels = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0)).length;
    expect(chunks.get('tEXt')?.toString('latin1')).toContain('[sandbox]');
    return { width: header.readUInt32BE(0), height: header.readUInt32BE(4), pixels };
  }

  it('are real PNGs of the size asked for, each its own', async () => {
    const { data = [], usage } = await wholeReply<OpenAI.ImagesResponse>(ask({ size: '64x32', n: 2 }));
    for (const { b64_json: base64 = '' } of data) {
      expect(readPng(Buffer.from(base64, 'base64'))).toEqual({ width: 64, height: 32, pixels: 65 * 32 });
    }
    expect(data[0]?.b64_json).not.toBe(data[1]?.b64_json);
    expect(data[0]?.revised_prompt).toBe('[sandbox] a boat');
    expect(usage?.output_tokens).toBe(200);
  });

  it('come as data URIs where an URL is asked for', async () => {
    const { data = [] } = await wholeReply<OpenAI.ImagesResponse>(ask({ response_format: 'url' }));
    expect(data[0]?.url).toMatch(/^data:image\/png;base64,/);
  });

  it('stream in parts', async () => {
    const { chunks } = await chunksOf<{ type: string; b64_json: string }>(ask({ stream: true, partial_images: 2 }));
    expect(chunks.map(({ type }) => type.split('.')[1])).toEqual(['partial_image', 'partial_image', 'completed']);
    for (const { b64_json: base64 } of chunks) readPng(Buffer.from(base64, 'base64'));
  });

  it.each<[JsonObject, string]>([
    [{ prompt: '' }, 'prompt'],
    [{ size: '9999x9999' }, 'size'],
    [{ size: 'huge' }, 'size'],
    [{ n: 11 }, 'n'],
  ])('refuse %j', async (json, param) => {
    expect(await readRefusal(ask(json))).toMatchObject({ status: 400, param });
  });
});

describe('audio', () => {
  const speak = (json: JsonObject) =>
    askSandbox({ model: 'sandbox-speech', input: 'one two', voice: 'alloy', ...json }, { endpoint: 'audio/speech' });
  const transcribe = (fields: JsonObject, bytes: Buffer) => {
    const stream = async function* () {
      for (let at = 0; at < bytes.length; at += 10) yield await Promise.resolve(bytes.subarray(at, at + 10));
    };
    const file = {
      filename: 'a.wav',
      contentType: 'audio/wav',
      size: bytes.length,
      using: () => Promise.reject(new Error('not read by its descriptor')),
      stream,
      bytes: () => Promise.resolve(bytes),
    };
    return askSandbox({ model: 'sandbox-transcribe', ...fields }, { endpoint: 'audio/transcriptions', file });
  };

  it('speaks a real WAV, whose seconds a transcription tells', async () => {
    const response = await speak({});
    expect(response.headers['content-type']).toBe('audio/wav');
    const wav = await bytesOf(response);
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    const heard = await wholeReply<JsonObject>(
      transcribe({ response_format: 'verbose_json', timestamp_granularities: ['word'] }, wav),
    );
    expect(heard).toMatchObject({ task: 'transcribe', duration: 0.24, usage: { type: 'duration', seconds: 1 } });
    expect(heard).toHaveProperty('words');
    expect(heard).not.toHaveProperty('segments');
  });

  it('gives bare samples, and events, where asked', async () => {
    const wav = await bytesOf(await speak({}));
    expect(await bytesOf(await speak({ response_format: 'pcm' }))).toEqual(wav.subarray(44));
    const { chunks } = await chunksOf<{ type: string; audio?: string }>(speak({ stream_format: 'sse' }));
    expect(Buffer.concat(chunks.map(({ audio = '' }) => Buffer.from(audio, 'base64')))).toEqual(wav);
    expect(chunks.at(-1)?.type).toBe('speech.audio.done');
  });

  it.each([
    ['json', /^\{"text":"\[sandbox\]/],
    ['text', /^\[sandbox\] Nobody listened to "a.wav", which has 16000 bytes.\n$/],
    ['srt', /^1\n00:00:00,000 --> 00:00:01,000\n\[sandbox\]/],
    ['vtt', /^WEBVTT\n\n00:00:00\.000 --> 00:00:01\.000\n\[sandbox\]/],
  ])('transcribes as %s', async (format, expected) => {
    const response = await transcribe({ response_format: format }, Buffer.alloc(16_000));
    expect((await bytesOf(response)).toString()).toMatch(expected);
  });

  it('streams a transcript', async () => {
    const { chunks } = await chunksOf<{ type: string; delta?: string; text?: string }>(
      transcribe({ stream: true }, Buffer.alloc(5)),
    );
    expect(chunks.map(({ delta = '' }) => delta).join('')).toBe(chunks.at(-1)?.text);
  });

  it('refuses an unknown format, and silence', async () => {
    expect(await readRefusal(transcribe({ response_format: 'doc' }, Buffer.alloc(5)))).toMatchObject({
      param: 'response_format',
    });
    expect(await readRefusal(speak({ input: '' }))).toMatchObject({ param: 'input' });
  });
});
