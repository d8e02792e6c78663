import type { JsonObject } from '../../../core/json.js';
import type { UpstreamCall } from '../../provider-strategy.js';
import type { Transport } from '../../transport/transport.js';
import { anthropic } from './index.js';

const transport: Transport = { send: () => Promise.reject(new Error('nothing is sent here')) };
const connection = (baseUrl: string | null = null) =>
  anthropic.connect({ credentials: { apiKey: 'sk-ant-test' }, baseUrl, transport });
const call: Omit<UpstreamCall<JsonObject>, 'stream'> = {
  endpoint: 'chat/completions',
  model: 'claude-sonnet-4-5',
  body: { messages: [{ role: 'user', content: 'Hi' }] },
};

describe('Anthropic', () => {
  it.each([true, false])('is asked at its own address, streamed: %s', async (stream) => {
    const adapter = connection().endpoints['chat/completions'];
    if (adapter?.kind !== 'translation') throw new Error('Anthropic is translated');
    const { request } = await adapter.toRequest({ ...call, stream });
    expect(request).toMatchObject({ method: 'POST', url: 'https://api.anthropic.com/v1/messages' });
    expect(request.headers).toEqual({
      'content-type': 'application/json',
      accept: stream ? 'text/event-stream' : 'application/json',
      'anthropic-version': '2023-06-01',
    });
    const body: unknown = JSON.parse(Buffer.from(request.body as Uint8Array).toString());
    expect(body).toMatchObject({ model: 'claude-sonnet-4-5', messages: [{ role: 'user' }] });
    expect('stream' in (body as object)).toBe(stream);
  });

  it('is signed by its key, in its header', async () => {
    const request = { method: 'GET', url: 'http://x/', headers: { accept: 'a' }, body: null } as const;
    const signed = await connection().sign(request, new AbortController().signal);
    expect(signed.headers).toEqual({ accept: 'a', 'x-api-key': 'sk-ant-test' });
  });

  it('lists its models', () => {
    const { models } = connection('http://127.0.0.1:9/proxy');
    expect(models?.toRequest().url).toBe('http://127.0.0.1:9/proxy/v1/models?limit=1000');
    expect(
      models?.fromResponse({
        data: [
          { type: 'model', id: 'claude-opus-4-8', display_name: 'Opus', created_at: '2026-01-01T00:00:00Z' },
          { id: 'x', created_at: 'long ago' },
          {},
        ],
      }),
    ).toEqual([
      { id: 'claude-opus-4-8', ownedBy: 'anthropic', created: 1_767_225_600 },
      { id: 'x', ownedBy: 'anthropic', created: 0 },
    ]);
  });

  it('wants a key and nothing else', () => {
    expect(anthropic.validateCredentials({ apiKey: 'k' })).toEqual([]);
    expect(anthropic.validateCredentials({})).toMatchObject([{ pointer: '/apiKey' }]);
    expect(anthropic.validateCredentials({ apiKey: 'k', region: 'x' })).toMatchObject([{ pointer: '/region' }]);
  });
});
