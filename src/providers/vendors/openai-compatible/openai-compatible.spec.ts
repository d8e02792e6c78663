import { framesOf, recordingsOf, type Recording } from '../../../../test/support/recordings.js';
import { ENDPOINTS } from '../../../core/endpoints.js';
import { JsonBody } from '../../../core/json-body.js';
import type { JsonObject } from '../../../core/json.js';
import { readOpenAiUsage } from '../../../core/usage.js';
import { openai } from '../openai/index.js';
import type { Adapter, ProviderConnection, ProviderStrategy, UploadedFile } from '../../provider-strategy.js';
import { openAiCompatibleHost } from './index.js';

const NO_TRANSPORT = { send: () => Promise.reject(new Error('nothing is sent here')) };
const SIGNAL = new AbortController().signal;

function connect(strategy: ProviderStrategy, credentials: JsonObject, baseUrl: string | null): ProviderConnection {
  return strategy.connect({ credentials, baseUrl, transport: NO_TRANSPORT });
}

function passThrough(adapter: Adapter | undefined) {
  if (adapter?.kind !== 'pass-through') throw new Error('no pass-through');
  return adapter;
}

const account = connect(openai, { apiKey: 'sk-test' }, null);

describe('requests', () => {
  const bytes = Buffer.from('{"model":"gpt-4o", "unknown": 1.0e2,\n "messages":[]}');

  it('carry the bytes of the body, untouched', async () => {
    const body = JsonBody.parse(bytes);
    const call = { endpoint: 'chat/completions' as const, model: 'gpt-4o', stream: false, body };
    const { request, dropped } = passThrough(account.endpoints['chat/completions']).toRequest(call);
    expect(dropped).toEqual([]);
    expect({ ...(await account.sign(request, SIGNAL)), mask: undefined }).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/chat/completions',
      headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json', accept: 'application/json' },
      body: bytes,
    });
  });

  it('accept an event stream where one is asked for', () => {
    const call = { endpoint: 'chat/completions' as const, model: 'm', stream: true, body: JsonBody.parse(bytes) };
    const { request } = passThrough(account.endpoints['chat/completions']).toRequest(call);
    expect(request.headers['accept']).toBe('text/event-stream');
  });

  it('are forms where a file comes with them: fields, lists and the file', () => {
    const stream = async function* () {
      yield await Promise.resolve(Buffer.from('RIFF'));
    };
    const file: UploadedFile = {
      filename: 'a.wav',
      contentType: 'audio/wav',
      size: 4,
      using: () => Promise.reject(new Error('not read by its descriptor')),
      stream,
      bytes: () => Promise.resolve(Buffer.from('RIFF')),
    };
    const body = JsonBody.of({ model: 'whisper-1', temperature: 0, timestamp_granularities: ['word', 'segment'] });
    const call = { endpoint: 'audio/transcriptions' as const, model: 'whisper-1', stream: false, body, file };
    const { request } = passThrough(account.endpoints['audio/transcriptions']).toRequest(call);
    expect(request.headers).not.toHaveProperty('content-type');
    expect(request.body).toMatchObject({
      fields: [
        { name: 'model', value: 'whisper-1' },
        { name: 'temperature', value: '0' },
        { name: 'timestamp_granularities[]', value: 'word' },
        { name: 'timestamp_granularities[]', value: 'segment' },
      ],
      file: { field: 'file', filename: 'a.wav', contentType: 'audio/wav' },
    });
  });

  it('go to the account’s base URL, for all six endpoints', () => {
    const host = connect(openAiCompatibleHost, {}, 'http://127.0.0.1:11434/v1');
    for (const endpoint of ENDPOINTS) {
      const call = { endpoint, model: 'm', stream: false, body: JsonBody.of({ model: 'm' }) };
      const { url } = passThrough(host.endpoints[endpoint]).toRequest(call).request;
      expect(url).toBe(`http://127.0.0.1:11434/v1/${endpoint}`);
    }
  });
});

describe('OpenAI credentials', () => {
  it('name organization and project', async () => {
    const signed = await connect(openai, { apiKey: 'sk-1', organization: 'org-1', project: 'proj_1' }, null).sign(
      { method: 'GET', url: 'https://x.test', headers: {}, body: null },
      SIGNAL,
    );
    expect(signed.headers).toEqual({
      authorization: 'Bearer sk-1',
      'openai-organization': 'org-1',
      'openai-project': 'proj_1',
    });
  });

  it.each([
    {},
    { apiKey: '' },
    { apiKey: 'a\r\nhost: evil' },
    { apiKey: 1 },
    { apiKey: 'sk-1', organization: 'a b' },
    { apiKey: 'sk-1', x: 1 },
  ])('refuse %j', (credentials: JsonObject) => expect(openai.validateCredentials(credentials)).toHaveLength(1));

  it('keep metadata on chat only', () => {
    expect(passThrough(account.endpoints['chat/completions']).keepsMetadata).toBe(true);
    expect(passThrough(account.endpoints.embeddings).keepsMetadata).toBeUndefined();
  });
});

describe('credentials of any host', () => {
  it.each([
    {},
    { apiKey: 'k' },
    { headers: { 'X-Title': 'My app', authorization: 'Basic abc=' } },
    { apiKey: 'k', headers: { 'x-a': 'b' } },
  ])('take %j', (credentials: JsonObject) => expect(openAiCompatibleHost.validateCredentials(credentials)).toEqual([]));

  it.each([
    { headers: { host: 'evil' } },
    { headers: { 'Content-Length': '1' } },
    { headers: { 'content-type': 'text/plain' } },
    { headers: { Connection: 'close' } },
    { headers: { 'transfer-encoding': 'chunked' } },
    { headers: { cookie: 'a=b' } },
    { headers: { 'proxy-authorization': 'x' } },
    { headers: { 'x-a': 'b\r\nhost: evil' } },
    { headers: { 'x a': 'b' } },
    { headers: { 'x-a': 1 } },
    { headers: { 'x-a': 'b', 'X-A': 'c' } },
    { headers: ['x'] },
    { headers: 'x' },
    { apiKey: 'k', headers: { Authorization: 'Basic x' } },
    { apiKey: 'a\nb' },
    { other: 1 },
  ])('refuse %j', (credentials: JsonObject) => {
    expect(openAiCompatibleHost.validateCredentials(credentials)).toHaveLength(1);
  });

  it('become headers, in lower case', async () => {
    const signed = await connect(
      openAiCompatibleHost,
      { apiKey: 'k', headers: { 'X-Title': 'My app' } },
      'http://h.test/v1',
    ).sign({ method: 'GET', url: 'http://h.test', headers: {}, body: null }, SIGNAL);
    expect(signed.headers).toEqual({ 'x-title': 'My app', authorization: 'Bearer k' });
  });

  it('need a base URL beside them', () => {
    expect(openAiCompatibleHost.requiresBaseUrl).toBe(true);
    expect(() => connect(openAiCompatibleHost, {}, null)).toThrow('base URL');
  });
});

describe('replies as recorded', () => {
  const providers = ['openai', 'deepseek', 'openrouter', 'xai', 'together', 'ollama', 'groq', 'azure'];
  const replies = providers.flatMap(recordingsOf).filter(({ response }) => response.status < 400);
  const usages = replies.flatMap((recording): [string, JsonObject][] => {
    const bodies = framesOf(recording) ?? (recording.response.json ? [recording.response.json] : []);
    return bodies.flatMap(({ usage }): [string, JsonObject][] => {
      const isCounted = typeof usage === 'object' && usage !== null && 'total_tokens' in usage;
      return isCounted ? [[recording.id, usage]] : [];
    });
  });

  it('state their total often', () => expect(usages.length).toBeGreaterThan(150));

  it.each(usages)('usage of %s adds up to the total it states', (_id, usage) => {
    const read = readOpenAiUsage(usage);
    const sum = Object.values(read?.units ?? {}).reduce((total, count) => total + count, 0);
    expect(sum).toBe(usage['total_tokens']);
  });

  it('lists the models of a host', () => {
    const recording = replies.find(({ id }: Recording) => id.startsWith('openai-models'));
    const models = account.models?.fromResponse(recording?.response.json ?? {}) ?? [];
    expect(models.length).toBeGreaterThan(0);
    expect(models[0]).toEqual({ id: expect.any(String), ownedBy: expect.any(String), created: expect.any(Number) });
    expect(account.models?.toRequest().url).toBe('https://api.openai.com/v1/models');
  });
});
