import { json } from '../support/fake-upstream.js';
import { ALL, startRecordedVendors, type RecordedVendors } from '../support/recorded-vendors.js';

const messages = [{ role: 'user', content: 'hi' }];
const BODIES = {
  'chat/completions': { messages },
  completions: { prompt: 'hi' },
  embeddings: { input: 'hi' },
  'images/generations': { prompt: 'a cat', size: '1024x1024' },
  'audio/speech': { input: 'hi', voice: 'alloy', response_format: 'wav' },
} as const;

/** A model of each vendor's that the endpoint is there for. */
const MODELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bedrock: { embeddings: 'amazon.titan-embed-text-v2:0', 'images/generations': 'amazon.titan-image-generator-v2:0' },
  // Imagen's `{}` is an answer: every image was filtered.
  vertex: { embeddings: 'text-embedding-005', 'images/generations': 'gemini-3-pro-image-preview' },
  gemini: { embeddings: 'gemini-embedding-001', 'images/generations': 'gemini-3-pro-image-preview' },
};

/** Nothing that a client could take for an answer. */
const REPLIES: readonly unknown[] = [{}, { object: 'chat.completion', choices: [] }, { data: [] }, { choices: null }];

describe('a 200 that is no answer', () => {
  let vendors: RecordedVendors;

  beforeAll(async () => {
    vendors = await startRecordedVendors();
  });

  afterAll(() => vendors.stop());

  const post = (endpoint: string, body: object) =>
    fetch(`${vendors.app.url}/v1/${endpoint}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${vendors.app.secret}`,
        'content-type': 'application/json',
        'x-llmops-max-attempts': '1',
      },
      body: JSON.stringify(body),
    });

  const cases = ALL.flatMap((vendor) => Object.keys(BODIES).map((endpoint) => [vendor, endpoint] as const));

  it.each(cases)('of %s on %s is 502', async (vendor, endpoint) => {
    const model = MODELS[vendor]?.[endpoint] ?? 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    const body = { model: `@${vendor}/${model}`, ...BODIES[endpoint as keyof typeof BODIES] };
    for (const reply of REPLIES) {
      vendors.answer(json(reply));
      const response = await post(endpoint, body);
      const { error } = (await response.json()) as { error: { code: string } };
      // What the vendor does not offer is refused before it is asked.
      if (error.code === 'unsupported_endpoint') return;
      expect([response.status, error.code, reply]).toEqual([502, 'upstream_invalid_response', reply]);
    }
  });

  it.each(ALL)('of %s is none as a stream, either', async (vendor) => {
    for (const endpoint of ['chat/completions', 'completions'] as const) {
      vendors.answer((_call, reply) => {
        reply.writeHead(200, { 'content-type': 'text/event-stream' });
        reply.end('data: {}\n\ndata: [DONE]\n\n');
      });
      for (const model of ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'meta/llama-4']) {
        const response = await post(endpoint, { model: `@${vendor}/${model}`, stream: true, ...BODIES[endpoint] });
        expect([endpoint, model, response.status]).toEqual([endpoint, model, 502]);
        await response.arrayBuffer();
      }
    }
  });
});
