import { generateKeyPairSync } from 'node:crypto';
import { FakeUpstream, json, type Responder } from './fake-upstream.js';
import type { Recording } from './recordings.js';
import { startApp, type TestApp } from './start-app.js';

/** Vendors whose bytes must come through as they are. */
export const EXACT = ['openai', 'deepseek', 'openrouter', 'xai', 'together', 'ollama'];
export const ALL = [...EXACT, 'azure', 'groq', 'anthropic', 'bedrock', 'vertex', 'gemini', 'mistral'];

/** Where each vendor's paths begin; the others' at `/v1`. */
const BASES: Readonly<Record<string, string>> = {
  groq: '/openai/v1',
  anthropic: '',
  bedrock: '',
  vertex: '',
  gemini: '',
  azure: '',
};

/** A gateway with an account of every vendor, all of them played by one fake that answers with recordings. */
export interface RecordedVendors {
  readonly app: TestApp;
  readonly upstream: FakeUpstream;
  /** Sets what all vendors answer from now on; requests for service accounts' tokens are answered besides. */
  answer(responder: Responder): void;
  stop(): Promise<void>;
}

export async function startRecordedVendors(): Promise<RecordedVendors> {
  const upstream = await FakeUpstream.start();
  const app = await startApp();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serviceAccount = {
    type: 'service_account',
    project_id: 'project',
    private_key_id: 'key',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'tester@project.iam.gserviceaccount.com',
    token_uri: `${upstream.url}/token`,
  };
  const credentials: Record<string, object> = {
    azure: { resourceName: 'resource', authMethod: 'apiKey', apiKey: 'k' },
    bedrock: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'us-east-1' },
    vertex: { projectId: 'project', region: 'us-central1', serviceAccountJson: JSON.stringify(serviceAccount) },
  };
  for (const slug of ALL) {
    const vendor = slug === 'openai' || !EXACT.includes(slug) ? slug : 'openai-compatible';
    await app.provider(slug, upstream.url + (BASES[slug] ?? '/v1'), {
      vendor,
      credentials: credentials[slug] ?? { apiKey: 'k' },
      ...(vendor === 'openai-compatible' && { pricingModelMap: { '*': `${slug}/*` } }),
    });
  }
  const token = json({ access_token: 'token', expires_in: 3600, token_type: 'Bearer' });
  return {
    app,
    upstream,
    answer: (responder) => {
      upstream.respond = (call, reply) => (call.path === '/token' ? token(call, reply) : responder(call, reply));
    },
    stop: async () => {
      await app.stop();
      await upstream.close();
    },
  };
}

export const isStream = ({ response }: Recording): boolean =>
  response.sse !== undefined || response.eventstream !== undefined || response.events !== undefined;

/** The recorded answer as it came over the wire. */
export function bytesOf({ response, provider, api }: Recording): Buffer {
  if (response.sse !== undefined) return Buffer.from(response.sse);
  if (response.eventstream !== undefined) return Buffer.from(response.eventstream, 'base64');
  if (response.base64 !== undefined) return Buffer.from(response.base64, 'base64');
  if (response.events === undefined) return Buffer.from(response.text ?? JSON.stringify(response.json));
  const frames = response.events.map((event) => {
    const name = api === 'messages' ? `event: ${event['type'] as string}\n` : '';
    return `${name}data: ${JSON.stringify(event)}\n\n`;
  });
  const endsWithDone = (api === 'chat' && provider !== 'gemini') || api === 'completions';
  return Buffer.from(frames.join('') + (endsWithDone ? 'data: [DONE]\n\n' : ''));
}

/** The recorded answer, in pieces of `size` bytes. */
export function replay(recording: Recording, size = 977): Responder {
  const bytes = bytesOf(recording);
  const { status, headers } = recording.response;
  return async (_call, reply) => {
    const type = headers['content-type'] ?? (isStream(recording) ? 'text/event-stream' : 'application/json');
    const passed = Object.entries(headers).filter(([name]) => /^(x-amzn-|retry-after)/.test(name));
    reply.writeHead(status, { 'content-type': type, ...Object.fromEntries(passed) });
    for (let at = 0; at < bytes.length; at += size) {
      reply.write(bytes.subarray(at, at + size));
      if (at % (size * 8) === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    reply.end();
  };
}
