import { readFileSync } from 'node:fs';
import { json, sse, type Responder } from '../support/fake-upstream.js';
import { replay, startRecordedVendors, type RecordedVendors } from '../support/recorded-vendors.js';
import { recordingsOf } from '../support/recordings.js';
import type { TestApp } from '../support/start-app.js';

type Ask = Readonly<Record<string, unknown>>;
type Case = readonly [
  provider: string,
  model: string,
  answer: string | Responder,
  usage: object | null,
  cost: string | null,
  ask?: Ask,
];

const recorded = (id: string): Responder => {
  const recording = recordingsOf(id.split('-', 1)[0] ?? '').find((each) => each.id === id);
  if (recording === undefined) throw new Error(`there is no recording ${id}`);
  return replay(recording);
};
const audio: Responder = (_call, reply) => void reply.writeHead(200, { 'content-type': 'audio/mpeg' }).end('ID3…');
const picture = { b64_json: 'aGVsbG8=' };
const pictures = (count: number) => json({ created: 1, data: Array.from({ length: count }, () => picture) });
const gemini = (part: object, modality: string, prompt: object[], tokens: number) =>
  json({
    candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP' }],
    usageMetadata: {
      promptTokenCount: prompt.reduce((sum, each) => sum + (each as { tokenCount: number }).tokenCount, 0),
      candidatesTokenCount: tokens,
      promptTokensDetails: prompt,
      candidatesTokensDetails: [{ modality, tokenCount: tokens }],
    },
  });
const text = (tokenCount: number) => ({ modality: 'TEXT', tokenCount });
const sound = (tokenCount: number) => ({ modality: 'AUDIO', tokenCount });

/** USD, worked out by hand from the usage of the reply and the price list. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  completions: [
    // 5 × 1.50/M + 25 × 2/M
    ['openai', 'gpt-3.5-turbo-instruct', 'openai-completions-plain-n-gt-1-1', { input: 5, output: 25 }, '0.0000575'],
    // 10 × 3/M + 20 × 15/M, twice
    [
      ...(['anthropic', 'claude-sonnet-4-5'] as const),
      json({
        type: 'message',
        role: 'assistant',
        content: [{ type: 'text', text: 'a' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 10, output_tokens: 20 },
      }),
      { input: 20, output: 40 },
      '0.00066',
      { prompt: ['a', 'b'] },
    ],
    // The output is not counted, and it is not free.
    [
      ...(['openai', 'gpt-3.5-turbo-instruct'] as const),
      json({ choices: [{ index: 0, text: 'a', finish_reason: 'stop' }], usage: { prompt_tokens: 5, total_tokens: 5 } }),
      { input: 5 },
      null,
    ],
    // 44 × 0.59/M + 2 × 0.79/M
    [
      ...(['groq', 'llama-3.3-70b-versatile'] as const),
      sse([
        'data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}\n\n',
        'data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":44,"completion_tokens":2,"total_tokens":46}}\n\n',
        'data: [DONE]\n\n',
      ]),
      { input: 44, output: 2 },
      '0.00002754',
      { stream: true },
    ],
  ],
  embeddings: [
    // 9 × 0.10/M
    ['openai', 'text-embedding-ada-002', 'openai-embeddings-base64-batch-1', { input: 9 }, '0.0000009'],
    // 8 × 0.13/M
    ['azure', 'text-embedding-3-large', 'azure-embeddings-base64-1', { input: 8 }, '0.00000104'],
    // 5 × 0.02/M
    ['bedrock', 'amazon.titan-embed-text-v2:0', 'bedrock-invoke-embed-titan-v2-1', { input: 5 }, '0.0000001'],
    // 3 texts of 3 tokens each × 0.10/M
    [
      'bedrock',
      'amazon.titan-embed-text-v1',
      'bedrock-invoke-embed-titan-v1-1',
      { input: 9 },
      '0.0000009',
      { input: ['a', 'b', 'c'] },
    ],
    // 7 × 0.12/M, counted in a header
    ['bedrock', 'us.cohere.embed-v4:0', 'bedrock-invoke-embed-cohere-v4-1', { input: 7 }, '0.00000084'],
    // 22 × 0.135/M, counted in a header
    ['bedrock', 'amazon.nova-2-multimodal-embeddings-v1:0', 'bedrock-invoke-embed-nova-2', { input: 22 }, '0.00000297'],
    // 4 × 0.15/M
    ['vertex', 'gemini-embedding-001', 'vertex-embeddings-single-2', { input: 4 }, '0.0000006'],
    // 11 × 0.20/M
    ['vertex', 'gemini-embedding-2', 'vertex-embeddings-single-1', { input: 11 }, '0.0000022'],
    // 20 characters × 0.025/M; tokens are counted and not charged
    [
      ...(['vertex', 'text-embedding-004', 'vertex-embeddings-batch-1'] as const),
      { input: 4, character: 20 },
      '0.0000005',
      { input: ['Ruby', 'Python', 'JavaScript'] },
    ],
    // The Gemini API does not count.
    ['gemini', 'gemini-embedding-001', 'gemini-embeddings-single-1', null, null],
    // 21 × 0.10/M
    ['mistral', 'mistral-embed', 'mistral-embeddings-batch-1', { input: 21 }, '0.0000021', { input: ['a', 'b'] }],
  ],
  'images/generations': [
    // 10 × 5/M + 4,160 × 40/M
    [
      'openai',
      'gpt-image-1',
      'openai-images-3',
      { input: 10, 'input-image': 0, output: 0, 'output-image': 4160 },
      '0.16645',
    ],
    // 14 × 2/M + 272 × 8/M
    [
      'openai',
      'gpt-image-1-mini',
      'openai-images-1',
      { input: 14, 'input-image': 0, output: 0, 'output-image': 272 },
      '0.002204',
    ],
    // 5 × 5/M + 100 × 40/M, from the last event of a stream
    [
      ...(['openai', 'gpt-image-1'] as const),
      sse([
        'data: {"type":"image_generation.completed","b64_json":"aa","usage":{"input_tokens":5,"output_tokens":100,"total_tokens":105,"input_tokens_details":{"text_tokens":5,"image_tokens":0}}}\n\n',
      ]),
      { input: 5, 'input-image': 0, output: 100 },
      '0.004025',
      { stream: true },
    ],
    // Two of 512 pixels
    ['openai', 'dall-e-2', pictures(2), { image: 2, imageSize: '512x512' }, '0.036', { n: 2, size: '512x512' }],
    // One large and fine
    [
      'azure',
      'dall-e-3',
      pictures(1),
      { image: 1, imageSize: '1024x1792', imageQuality: 'hd' },
      '0.12',
      { size: '1024x1792', quality: 'hd' },
    ],
    // Three of 512 pixels, of the better quality
    [
      ...(['bedrock', 'amazon.titan-image-generator-v2:0', json({ images: ['YQ==', 'Yg==', 'Yw=='] })] as const),
      { image: 3, imageSize: '512x512', imageQuality: 'hd' },
      '0.03',
      { n: 3, size: '512x512', quality: 'hd' },
    ],
    ['bedrock', 'stability.sd3-5-large-v1:0', json({ images: ['YQ=='], finish_reasons: [null] }), { image: 1 }, '0.08'],
    [
      'vertex',
      'imagen-4.0-fast-generate-001',
      json({ predictions: [{ bytesBase64Encoded: 'YQ==' }, { bytesBase64Encoded: 'Yg==' }] }),
      { image: 2 },
      '0.04',
      { n: 2 },
    ],
    // 6 × 0.30/M + 1,290 × 30/M
    [
      ...([
        'gemini',
        'gemini-2.5-flash-image',
        gemini({ inlineData: { mimeType: 'image/png', data: 'YQ==' } }, 'IMAGE', [text(6)], 1290),
      ] as const),
      { input: 6, 'input-image': 0, output: 0, 'output-image': 1290 },
      '0.0387018',
    ],
    ['xai', 'grok-imagine-image', 'xai-images-1', { image: 1 }, '0.02'],
  ],
  'audio/speech': [
    // Five characters × 15/M
    ['openai', 'tts-1', 'openai-speech-1', { character: 5 }, '0.000075', { input: 'Héllo' }],
    // Charged by tokens, which are not counted with bare audio …
    ['openai', 'gpt-4o-mini-tts', 'openai-speech-2', { character: 5 }, null, { input: 'hello' }],
    // … but in the last event: 14 × 0.60/M + 101 × 12/M
    [
      ...(['openai', 'gpt-4o-mini-tts'] as const),
      sse([
        'data: {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101,"total_tokens":115}}\n\n',
      ]),
      { input: 14, output: 101 },
      '0.0012204',
      { input: 'hello', stream_format: 'sse' },
    ],
    // 10 × 30/M
    ['azure', 'tts-1-hd', audio, { character: 10 }, '0.0003', { input: 'ten of 10.' }],
    // 10 × 22/M
    ['groq', 'canopylabs/orpheus-v1-english', audio, { character: 10 }, '0.00022', { input: 'ten of 10.' }],
    // 64 × 16/M
    [
      'mistral',
      'voxtral-mini-tts-latest',
      'mistral-speech-1',
      { character: 64 },
      '0.001024',
      { input: 'Ruby is a programming language designed for developer happiness.' },
    ],
    // 7 × 0.50/M + 50 × 10/M
    [
      ...([
        'vertex',
        'gemini-2.5-flash-preview-tts',
        gemini({ inlineData: { mimeType: 'audio/L16;rate=24000', data: 'AAAA' } }, 'AUDIO', [text(7)], 50),
      ] as const),
      { input: 7, 'input-image': 0, 'input-video': 0, output: 0, 'output-audio': 50, 'output-image': 0 },
      '0.0005035',
      { response_format: 'wav' },
    ],
  ],
  'audio/transcriptions': [
    // 21 of audio × 3/M + 5 × 1.25/M + 4 × 5/M
    [
      'openai',
      'gpt-4o-mini-transcribe',
      'openai-transcription-4',
      { input: 5, 'input-audio': 21, output: 4 },
      '0.00008925',
    ],
    // 37 of audio × 6/M + 145 × 10/M
    [
      'openai',
      'gpt-4o-transcribe-diarize',
      'openai-transcription-stream-1',
      { input: 0, 'input-audio': 37, output: 145 },
      '0.001672',
      { stream: 'true' },
    ],
    // Not counted by the vendor: 1.5 seconds of the file, charged as 2 at 0.006 a minute
    ['azure', 'whisper-1', json({ text: 'Hi' }), { 'audio-second': 1.5 }, '0.0002'],
    // … as 10 at 0.111 an hour
    [
      'groq',
      'whisper-large-v3',
      json({ text: 'Hi', x_groq: { id: 'req_1' } }),
      { 'audio-second': 1.5 },
      '0.00030833333',
    ],
    // 3 seconds at 0.003 a minute
    ['mistral', 'voxtral-mini-latest', 'mistral-transcription-1', { 'audio-second': 3 }, '0.00015'],
    // 20 × 0.30/M + 48 of audio × 1/M + 5 × 2.50/M
    [
      ...(['gemini', 'gemini-2.5-flash', gemini({ text: 'Hi' }, 'TEXT', [text(20), sound(48)], 5)] as const),
      { input: 20, 'input-audio': 48, output: 5 },
      '0.0000665',
    ],
  ],
};

const ASKED: Readonly<Record<string, Ask>> = {
  completions: { prompt: 'Once' },
  embeddings: { input: 'A text', encoding_format: 'float' },
  'images/generations': { prompt: 'A cat' },
  'audio/speech': { input: 'Hello', voice: 'alloy' },
};

describe('what the other endpoints cost', () => {
  let vendors: RecordedVendors;
  let app: TestApp;

  beforeAll(async () => {
    vendors = await startRecordedVendors();
    ({ app } = vendors);
  });

  afterAll(() => vendors.stop());

  function post(endpoint: string, fields: Ask): Promise<Response> {
    const request = { method: 'POST', headers: { authorization: `Bearer ${app.secret}` } };
    const url = `${app.url}/v1/${endpoint}`;
    if (endpoint !== 'audio/transcriptions') {
      const headers = { ...request.headers, 'content-type': 'application/json' };
      return fetch(url, { ...request, headers, body: JSON.stringify({ ...ASKED[endpoint], ...fields }) });
    }
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
    form.append('file', new Blob([readFileSync(new URL('../fixtures/audio/tone.wav', import.meta.url))]), 'tone.wav');
    return fetch(url, { ...request, body: form });
  }

  describe.each(Object.entries(CASES))('%s', (endpoint, cases) => {
    it.each(cases)('of %s, by %s (case %#)', async (provider, model, answer, usage, cost, ask = {}) => {
      vendors.answer(typeof answer === 'string' ? recorded(answer) : answer);
      const reply = await post(endpoint, { ...ask, model: `@${provider}/${model}` });
      const body = await reply.text();
      if (reply.status !== 200) throw new Error(body);
      const isWhole = (reply.headers.get('content-type') ?? '').startsWith('application/json');
      if (isWhole) expect(reply.headers.get('x-llmops-cost')).toBe(cost);
      const row = await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
      // What the vendor did not count is estimated a moment later, and marked.
      if (cost === null && row['estimated'] !== null) return;
      expect(row).toMatchObject({ endpoint, usage });
      // Where no token was counted, no count is zero.
      if (usage === null || !('input' in usage)) {
        expect(row).toMatchObject({ input_tokens: null, cache_read_tokens: null, output_tokens: null });
      }
      expect(row['cost'] === null ? null : Number(row['cost'])).toBe(cost === null ? null : Number(cost));
    });
  });

  it('of the sandbox are nothing at all', async () => {
    await app.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox', credentials: {} });
    for (const [endpoint, model] of [
      ['completions', 'sandbox-1'],
      ['embeddings', 'sandbox-embed'],
      ['images/generations', 'sandbox-image'],
      ['audio/speech', 'sandbox-speech'],
      ['audio/transcriptions', 'sandbox-transcribe'],
    ] as const) {
      const reply = await post(endpoint, { model: `@sandbox/${model}` });
      await reply.arrayBuffer();
      const row = await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
      expect([endpoint, row['usage'] === null, Number(row['cost'])]).toEqual([endpoint, false, 0]);
    }
  });
});
