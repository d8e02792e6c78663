import { readFileSync } from 'node:fs';
import { toFile } from 'openai';
import type OpenAI from 'openai';
import { FakeUpstream, json } from '../support/fake-upstream.js';
import { collect, startApp, type TestApp } from '../support/start-app.js';

const tone = () => toFile(readFileSync(new URL('../fixtures/audio/tone.wav', import.meta.url)), 'tone.wav');

describe('every option of the official client', () => {
  let app: TestApp;
  let upstream: FakeUpstream;
  let client: OpenAI;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp();
    client = app.openai();
    await app.provider('openai', `${upstream.url}/v1`);
    await app.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox', credentials: {} });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  describe('is answered by the sandbox', () => {
    const text = '@sandbox/sandbox-1';
    const embed = '@sandbox/sandbox-embed';
    const image = '@sandbox/sandbox-image';
    const speech = '@sandbox/sandbox-speech';
    const transcribe = '@sandbox/sandbox-transcribe';

    it('completions: echo, n, logprobs, stop, many prompts, tokens', async () => {
      const { choices } = await client.completions.create({
        ...{ model: text, prompt: ['Once', 'Twice'], n: 2, echo: true, suffix: '.', logprobs: 1, max_tokens: 50 },
        ...{ stop: ['!'], temperature: 0, top_p: 1, seed: 1, user: 'u', best_of: 2, logit_bias: { 50256: -100 } },
      });
      expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
      expect(choices[3]?.text.startsWith('Twice')).toBe(true);
      expect(choices[0]?.text).toContain('[sandbox]');
      const { tokens, token_logprobs: probabilities } = choices[0]?.logprobs ?? {};
      expect([tokens?.join(''), probabilities?.length]).toEqual([choices[0]?.text, tokens?.length]);
      expect((await client.completions.create({ model: text, prompt: [1, 2, 3] })).choices).toHaveLength(1);
      expect((await client.completions.create({ model: text, prompt: [[1], [2]] })).choices).toHaveLength(2);
    });

    it('completions, streamed with usage', async () => {
      const asked = { model: text, prompt: 'Once', stream: true, stream_options: { include_usage: true } } as const;
      const chunks = await collect(await client.completions.create(asked));
      expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    });

    it.each([
      ['a text', 'One', 1],
      ['texts', ['One', 'Two'], 2],
      ['tokens', [1, 2, 3], 1],
      ['lists of tokens', [[1, 2], [3]], 2],
    ])('embeddings of %s', async (_, input, count) => {
      for (const encoding_format of ['float', 'base64', undefined] as const) {
        const { data } = await client.embeddings.create({ model: embed, input, dimensions: 16, encoding_format });
        expect(data).toHaveLength(count);
        const [{ embedding } = { embedding: [] }] = data;
        if (encoding_format === 'base64') expect(Buffer.from(String(embedding), 'base64')).toHaveLength(64);
        else expect(embedding).toHaveLength(16);
      }
    });

    it('embeddings that are the same in both encodings', async () => {
      const asked = { model: embed, input: ['a', 'b'], dimensions: 8 };
      const { data: decoded } = await client.embeddings.create(asked);
      const { data: floats } = await client.embeddings.create({ ...asked, encoding_format: 'float' });
      for (const [at, { embedding }] of decoded.entries()) {
        embedding.forEach((value, index) => expect(value).toBeCloseTo(floats[at]?.embedding[index] ?? NaN, 5));
      }
    });

    it('images: as URL and as base64, of sizes and counts, and in parts', async () => {
      const { data = [] } = await client.images.generate({
        ...{ model: image, prompt: 'A cat', n: 3, size: '1024x1792', response_format: 'url' },
        ...{
          background: 'opaque',
          moderation: 'low',
          output_format: 'png',
          quality: 'high',
          user: 'u',
          style: 'vivid',
        },
      });
      expect(data.map(({ url }) => url?.slice(0, 22))).toEqual(Array(3).fill('data:image/png;base64,'));
      const png = Buffer.from(data[0]?.url?.slice(22) ?? '', 'base64');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1792]);
      const asked = { model: image, prompt: 'A cat', stream: true, partial_images: 2 } as const;
      const events = await collect(await client.images.generate(asked));
      expect(events.map(({ type }) => type)).toEqual([
        'image_generation.partial_image',
        'image_generation.partial_image',
        'image_generation.completed',
      ]);
    });

    it.each(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] as const)('speech as %s', async (response_format) => {
      const asked = { model: speech, input: 'Hello', voice: 'alloy', speed: 1.25, instructions: 'Whisper.' } as const;
      const reply = await client.audio.speech.create({ ...asked, response_format });
      expect((await reply.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    });

    it('speech as events', async () => {
      const asked = { model: speech, input: 'Hello', voice: 'alloy', stream_format: 'sse' } as const;
      const events = await (await client.audio.speech.create(asked)).text();
      const [last = ''] = /\{"type":"speech\.audio\.done".*\}/.exec(events) ?? [];
      expect(JSON.parse(last)).toMatchObject({ usage: { total_tokens: expect.any(Number) } });
    });

    it.each(['json', 'text', 'srt', 'vtt', 'verbose_json', 'diarized_json'] as const)(
      'transcripts as %s',
      async (response_format) => {
        const asked = { model: transcribe, file: await tone(), language: 'en', prompt: 'p', temperature: 0 };
        const granularities = { timestamp_granularities: ['word', 'segment'] as ('word' | 'segment')[] };
        const answer = await client.audio.transcriptions.create({
          ...asked,
          ...granularities,
          response_format: response_format as 'json',
        });
        expect(JSON.stringify(answer)).toContain('tone.wav');
        expect(typeof answer).toBe(['text', 'srt', 'vtt'].includes(response_format) ? 'string' : 'object');
        if (response_format === 'verbose_json') {
          expect(answer).toMatchObject({ duration: 1.5, segments: [{ end: 1.5 }], words: expect.anything() });
        }
        if (response_format === 'diarized_json') expect(answer).toMatchObject({ segments: [{ speaker: 'A' }] });
      },
    );

    it('transcripts as they are heard', async () => {
      const asked = { model: transcribe, file: await tone(), stream: true } as const;
      const events = await collect(await client.audio.transcriptions.create(asked));
      expect(events.at(-1)).toMatchObject({ type: 'transcript.text.done', usage: { type: 'duration', seconds: 2 } });
    });
  });

  it('is in the OpenAPI document, and no answer that never comes', async () => {
    type Operation = { readonly responses: object; readonly requestBody: { readonly content: object } };
    const reply = await fetch(`${app.url}/llmops/api/openapi.json`);
    const { paths } = (await reply.json()) as { paths: Record<string, { post?: Operation }> };
    const posts = Object.entries(paths).filter(([path, { post }]) => path.startsWith('/v1/') && post !== undefined);
    expect(posts).toHaveLength(7);
    for (const [, { post }] of posts) {
      const good = Object.keys(post?.responses ?? {}).filter((status) => !/^[45]|^default$/.test(status));
      expect(good).toEqual(['200']);
    }
    const described = JSON.stringify(posts.map(([, { post }]) => post?.requestBody));
    for (const name of ['partial_images', 'stream_format', 'chunking_strategy', 'logprobs', 'dimensions']) {
      expect(described).toContain(`"${name}"`);
    }
  });

  describe('travels unchanged to a vendor of the same format', () => {
    const sent = () => JSON.parse(upstream.last.body.toString()) as object;

    it('images', async () => {
      upstream.respond = json({ created: 1, data: [{ b64_json: 'YQ==' }] });
      const asked = {
        prompt: 'A cat',
        n: 2,
        size: '1536x1024',
        quality: 'high',
        background: 'transparent',
        moderation: 'low',
        output_format: 'webp',
        output_compression: 50,
        user: 'u',
      } as const;
      await client.images.generate({ model: '@openai/gpt-image-1', ...asked });
      expect(sent()).toEqual({ model: 'gpt-image-1', ...asked });
    });

    it('speech', async () => {
      upstream.respond = (_call, reply) => void reply.writeHead(200, { 'content-type': 'audio/aac' }).end('x');
      const asked = {
        input: 'Hi',
        voice: { id: 'voice_1' },
        response_format: 'aac',
        speed: 2,
        instructions: 'Whisper.',
      } as const;
      const reply = await client.audio.speech.create({ model: '@openai/gpt-4o-mini-tts', ...asked });
      expect(reply.headers.get('content-type')).toBe('audio/aac');
      expect(sent()).toEqual({ model: 'gpt-4o-mini-tts', ...asked });
    });

    it('transcripts', async () => {
      upstream.respond = json({ text: 'Hello.' });
      await client.audio.transcriptions.create({
        ...{ model: '@openai/gpt-4o-transcribe', file: await tone(), language: 'en', prompt: 'Names: Zoë' },
        ...{ temperature: 0.25, include: ['logprobs'], chunking_strategy: 'auto', response_format: 'json' },
        timestamp_granularities: ['word'],
      });
      const body = upstream.last.body.toString('utf8');
      const fields = [...body.matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g)].map(([, name, value]) => [name, value]);
      expect(Object.fromEntries(fields)).toEqual({
        model: 'gpt-4o-transcribe',
        language: 'en',
        prompt: 'Names: Zoë',
        temperature: '0.25',
        'include[]': 'logprobs',
        chunking_strategy: 'auto',
        response_format: 'json',
        'timestamp_granularities[]': 'word',
      });
      expect(body).toContain('filename="tone.wav"');
    });

    it('embeddings', async () => {
      upstream.respond = json({ object: 'list', data: [{ index: 0, embedding: [1] }] });
      const asked = { input: [[1, 2]], dimensions: 1, encoding_format: 'float', user: 'u' } as const;
      await client.embeddings.create({ model: '@openai/text-embedding-3-small', ...asked, input: [[1, 2]] });
      expect(sent()).toEqual({ model: 'text-embedding-3-small', ...asked });
    });
  });
});
