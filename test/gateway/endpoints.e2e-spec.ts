import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { embed, generateText, Output, streamText, tool } from 'ai';
import { toFile } from 'openai';
import { z } from 'zod';
import { FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { recordingsOf } from '../support/recordings.js';
import { collect, startApp, waitFor, type TestApp } from '../support/start-app.js';

describe('every endpoint', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ uploadLimitBytes: 30 * 1024 * 1024 });
    await app.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox', credentials: {} });
    await app.provider('openai', `${upstream.url}/v1`);
    await app.provider('anthropic', upstream.url, { vendor: 'anthropic' });
    await app.provider('groq', `${upstream.url}/openai/v1`, { vendor: 'groq' });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const rowOf = (response: Response) => app.logOf(response.headers.get('x-llmops-request-id') ?? '');

  describe('of vendors', () => {
    it.each(
      recordingsOf('openai').filter(
        ({ api, request, response }) =>
          ['completions', 'embeddings', 'images'].includes(api) &&
          response.status === 200 &&
          response.json &&
          request?.json?.['model'],
      ),
    )('$id comes back as it was sent, metered', async ({ api, request, response }) => {
      upstream.respond = json(response.json);
      const path = { completions: 'completions', embeddings: 'embeddings', images: 'images/generations' }[api] ?? '';
      const reply = await fetch(`${app.url}/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...request?.json, model: `@openai/${request?.json?.['model'] as string}` }),
      });
      expect(await reply.json()).toEqual(response.json);
      expect(JSON.parse(upstream.last.body.toString())).toEqual(request?.json);
      expect(upstream.last.path).toBe(`/v1/${path}`);
      expect((await rowOf(reply))['usage']).not.toBeNull();
    });

    it('speech: the bytes as they arrive, priced by character', async () => {
      const bytes = Buffer.from(
        recordingsOf('openai').find(({ api }) => api === 'speech')?.response.base64 ?? '',
        'base64',
      );
      upstream.respond = (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'audio/wav' });
        reply.write(bytes.subarray(0, 1000));
        setImmediate(() => void reply.end(bytes.subarray(1000)));
      };
      const response = await app
        .openai()
        .audio.speech.create({ model: '@openai/tts-1', input: 'Héllo', voice: 'alloy', response_format: 'wav' });
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      expect(response.headers.get('content-type')).toBe('audio/wav');
      // Five characters at 15 USD per million.
      expect(await rowOf(response)).toMatchObject({ usage: { character: 5 }, cost: '0.000075000000' });
    });

    it('speech that breaks off cuts the connection instead of ending well', async () => {
      upstream.respond = (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'audio/wav', 'content-length': '1000' });
        reply.write(Buffer.alloc(500));
        setTimeout(() => reply.destroy(), 50);
      };
      const response = await app.openai().audio.speech.create({ model: '@openai/tts-1', input: 'Hi', voice: 'alloy' });
      await expect(response.arrayBuffer()).rejects.toThrow();
    });

    it('transcriptions: the form travels, file and all, and seconds are metered', async () => {
      upstream.respond = json({ text: 'Hello there.', usage: { type: 'duration', seconds: 60 } });
      const file = await toFile(Buffer.alloc(5_000_000, 7), 'meeting.mp3', { type: 'audio/mpeg' });
      const asked = app.openai().audio.transcriptions.create({
        file,
        model: '@openai/whisper-1',
        language: 'en',
        timestamp_granularities: ['word', 'segment'],
      });
      const { data, response } = await asked.withResponse();
      expect(data.text).toBe('Hello there.');
      const sent = upstream.last.body.toString('latin1');
      expect(sent.length).toBeGreaterThan(5_000_000);
      expect(sent).toContain('filename="meeting.mp3"');
      expect(sent).toMatch(/name="model"\r\n\r\nwhisper-1\r\n/);
      expect(sent.match(/name="timestamp_granularities\[\]"/g)).toHaveLength(2);
      // One minute at 0.006 USD.
      expect(await rowOf(response)).toMatchObject({ usage: { 'audio-second': 60 }, cost: '0.006000000000' });
    });

    it.each([
      ['json instead of a form', { 'content-type': 'application/json' }, '{}', 415, 'unsupported_content_type'],
      ['a form without boundary', { 'content-type': 'multipart/form-data' }, 'x', 400, 'invalid_request'],
      [
        'a form without file',
        { 'content-type': 'multipart/form-data; boundary=b' },
        '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\nm\r\n--b--\r\n',
        400,
        'invalid_request',
      ],
      [
        'a form that breaks off',
        { 'content-type': 'multipart/form-data; boundary=b' },
        '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nxx',
        400,
        'invalid_request',
      ],
    ])('transcriptions refuse %s', async (_, headers, body, status, code) => {
      const reply = await fetch(`${app.url}/v1/audio/transcriptions`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${app.secret}` },
        body,
      });
      expect(reply.status).toBe(status);
      expect(await reply.json()).toMatchObject({ error: { code } });
    });

    it('streamed transcripts and images end with their own last event, and a cut one says so', async () => {
      const frames = [
        'data: {"type":"transcript.text.delta","delta":"Hi"}\n\n',
        'data: {"type":"transcript.text.done","text":"Hi"}\n\n',
      ];
      const file = await toFile(Buffer.from('x'), 'a.wav');
      const ask = () =>
        app.openai().audio.transcriptions.create({ file, model: '@openai/gpt-4o-transcribe', stream: true });
      upstream.respond = sse(frames);
      expect(await collect(await ask())).toHaveLength(2);
      upstream.respond = sse(frames.slice(0, 1));
      await expect(ask().then(collect)).rejects.toMatchObject({ code: 'upstream_stream_broken' });
      upstream.respond = sse([
        'data: {"type":"image_generation.partial_image","b64_json":"aa"}\n\n',
        'data: {"type":"image_generation.completed","b64_json":"bb","usage":{"input_tokens":5,"output_tokens":7,"total_tokens":12}}\n\n',
      ]);
      const images = await app
        .openai()
        .images.generate({ model: '@openai/gpt-image-1', prompt: 'x', stream: true, partial_images: 1 });
      expect(await collect(images)).toHaveLength(2);
    });

    it('completions over a chat: text in, text out, arrays as several calls, what cannot be is refused by name', async () => {
      upstream.respond = (call, reply) => {
        const prompt =
          JSON.parse(call.body.toString()).messages[0].content[0]?.text ??
          JSON.parse(call.body.toString()).messages[0].content;
        void json({
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'c',
          content: [{ type: 'text', text: `re: ${String(prompt)}` }],
          stop_reason: 'end_turn',
          usage: { input_tokens: 3, output_tokens: 4 },
        })(call, reply);
      };
      const { data, response } = await app
        .openai()
        .completions.create({ model: '@anthropic/claude-sonnet-4-5', prompt: ['a', 'b', 'c'] })
        .withResponse();
      expect(data.choices.map((choice) => [choice.index, choice.text])).toEqual([
        [0, 're: a'],
        [1, 're: b'],
        [2, 're: c'],
      ]);
      expect(data).toMatchObject({
        object: 'text_completion',
        usage: { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 },
      });
      expect(await rowOf(response)).toMatchObject({ input_tokens: '9', output_tokens: '12' });
      const refused = app
        .openai()
        .completions.create({ model: '@anthropic/claude-sonnet-4-5', prompt: 'a', echo: true });
      await expect(refused).rejects.toMatchObject({ status: 400, code: 'unsupported_parameter', param: 'echo' });
      await expect(app.openai().embeddings.create({ model: '@anthropic/x', input: 'a' })).rejects.toMatchObject({
        code: 'unsupported_endpoint',
      });
    });

    it('gives up all calls of a request when one of them fails', async () => {
      const before = upstream.calls.length;
      upstream.respond = (call, reply) => {
        // The first prompt is refused once the others are under way; those never answer.
        if (!call.body.toString().includes('fails')) return;
        setTimeout(
          () => void json({ type: 'error', error: { type: 'api_error', message: 'no' } }, 500)(call, reply),
          100,
        );
      };
      const asked = app
        .openai()
        .completions.create({ model: '@anthropic/claude-sonnet-4-5', prompt: ['fails', 'b', 'c', 'd', 'e', 'f'] });
      await expect(asked).rejects.toMatchObject({ status: 502, code: 'upstream_error' });
      await Promise.all(upstream.calls.slice(before).map(({ closed }) => closed));
      // Four at once, and none is begun after the failure.
      expect(upstream.calls.length - before).toBe(4);
    });

    it('streams a completion over a chat that passes through', async () => {
      const chunk = (choices: unknown[]) =>
        `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`;
      upstream.respond = sse([
        chunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
        chunk([{ index: 0, delta: { content: 'Hi' }, finish_reason: null }]),
        chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
        'data: [DONE]\n\n',
      ]);
      const chunks = await collect(
        await app.openai().completions.create({ model: '@groq/llama', prompt: 'a', stream: true }),
      );
      expect(chunks.map((each) => [each.object, each.choices[0]?.text, each.choices[0]?.finish_reason])).toEqual([
        ['text_completion', 'Hi', null],
        ['text_completion', '', 'stop'],
      ]);
    });
  });

  it("models: the catalog at once, the vendor's own list soon after, the catalog again where the vendor is down", async () => {
    await app.provider('listed', `${upstream.url}/v1`);
    await app.provider('down', 'http://127.0.0.1:1/v1');
    upstream.respond = json({
      object: 'list',
      data: [
        { id: 'gpt-4o-mini', object: 'model', created: 7, owned_by: 'me' },
        { id: 'ft:mine', object: 'model', created: 8, owned_by: 'me' },
      ],
    });
    const idsOf = async (slug: string) =>
      (await app.openai().models.list()).data.map(({ id }) => id).filter((id) => id.startsWith(`@${slug}/`));
    expect((await idsOf('listed')).length).toBeGreaterThan(20);
    await waitFor(async () => ((await idsOf('listed')).length === 2 ? true : undefined), "the vendor's list");
    expect((await idsOf('down')).length).toBeGreaterThan(20);
    expect(await app.openai().models.retrieve('@listed/gpt-4o-mini')).toEqual({
      id: '@listed/gpt-4o-mini',
      object: 'model',
      created: 7,
      owned_by: 'me',
      context_window: 128_000,
      capabilities: ['chat/completions'],
      pricing: { input: '0.00000015', 'cache-read': '0.000000075', output: '0.0000006' },
    });
    expect(await app.openai().models.retrieve('@listed/ft:mine')).not.toHaveProperty('pricing');
    expect(await app.openai().models.retrieve('@down/dall-e-3')).toMatchObject({
      capabilities: ['images/generations'],
      pricing: { image: '0.04' },
    });
  });

  describe('with other clients', () => {
    const schema = z.object({ city: z.string() });

    it('the Vercel AI SDK: text, stream, tools, objects, embeddings', async () => {
      const provider = createOpenAICompatible({
        name: 'llmops',
        baseURL: `${app.url}/v1`,
        apiKey: app.secret,
        supportsStructuredOutputs: true,
      });
      const model = provider('@sandbox/sandbox-1');
      expect((await generateText({ model, prompt: 'Hello' })).text).toContain('[sandbox]');
      const streamed = streamText({ model, prompt: 'Hello' });
      expect((await collect(streamed.textStream)).join('')).toContain('[sandbox]');
      const weather = tool({ description: 'Weather', inputSchema: schema });
      const called = await generateText({ model, prompt: 'Weather?', tools: { weather }, toolChoice: 'required' });
      expect(called.toolCalls[0]).toMatchObject({ toolName: 'weather', input: { city: expect.any(String) } });
      expect((await generateText({ model, prompt: 'A city', output: Output.object({ schema }) })).output).toEqual({
        city: expect.any(String),
      });
      const { embedding } = await embed({ model: provider.embeddingModel('@sandbox/sandbox-embed'), value: 'x' });
      expect(embedding.length).toBeGreaterThan(0);
    });

    it('LangChain: text, stream, tools, structured output, embeddings', async () => {
      const configuration = { baseURL: `${app.url}/v1` };
      const model = new ChatOpenAI({ model: '@sandbox/sandbox-1', apiKey: app.secret, configuration });
      expect((await model.invoke('Hello')).text).toContain('[sandbox]');
      const pieces = await collect(await model.stream('Hello'));
      expect(pieces.map((piece) => piece.text).join('')).toContain('[sandbox]');
      const withTools = model.bindTools([{ name: 'weather', description: 'Weather', schema }], {
        tool_choice: 'weather',
      });
      expect((await withTools.invoke('Weather?')).tool_calls?.[0]?.name).toBe('weather');
      const structured = model.withStructuredOutput(schema, { name: 'city', method: 'jsonSchema' });
      expect(await structured.invoke('A city')).toEqual({ city: expect.any(String) });
      const vectors = await new OpenAIEmbeddings({
        model: '@sandbox/sandbox-embed',
        apiKey: app.secret,
        configuration,
      }).embedDocuments(['a', 'b']);
      expect(vectors).toHaveLength(2);
    });
  });
});
