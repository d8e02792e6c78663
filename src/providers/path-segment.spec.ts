import { AzureCredentials } from './vendors/azure/credentials.js';
import { addressesAt } from './vendors/azure/addresses.js';
import { modelRequest } from './vendors/bedrock/addresses.js';
import { gemini } from './vendors/gemini/index.js';
import { pathSegment } from './path-segment.js';
import { ProviderRegistry } from './provider-registry.js';
import { addressesAt as vertexAddressesAt } from './vendors/vertex/addresses.js';

describe('pathSegment', () => {
  it('keeps a name in one segment', () => {
    expect(pathSegment('a/../b c:1')).toBe('a%2F..%2Fb%20c%3A1');
    expect(pathSegment('%2e%2e')).toBe('%252e%252e');
    expect(pathSegment('gpt-4.1..')).toBe('gpt-4.1..');
  });

  const azure = addressesAt('https://a.example', Object.assign(new AzureCredentials(), { apiVersion: '2024-10-21' }));
  const vertex = vertexAddressesAt('https://v.example', { projectId: 'p', region: 'us-central1' });
  const users: Record<string, (model: string) => unknown> = {
    azure: (model) => azure.operation('chat/completions', model),
    bedrock: (model) => modelRequest('https://b.example', model, 'converse', {}),
    vertex: (model) => vertex.model('google', model),
    gemini: (model) => {
      const transport = { send: () => Promise.reject(new Error('not used')) };
      const { endpoints } = gemini.connect({ credentials: { apiKey: 'k' }, baseUrl: null, transport });
      const chat = endpoints['chat/completions'];
      const body = { model, messages: [{ role: 'user', content: 'Hi' }] };
      if (chat?.kind !== 'translation') throw new Error('Gemini chats by translation');
      return chat.toRequest({ endpoint: 'chat/completions', model, stream: false, body });
    },
  };

  it.each(Object.keys(users))('is how %s names a model: what would be another path is no model', (vendor) => {
    for (const model of ['', '.', '..', '...', 'a\nb', 'a\u0000', '\u007f', '\ud800']) {
      expect(() => users[vendor]?.(model)).toThrow(expect.objectContaining({ status: 404, code: 'model_not_found' }));
    }
    expect(() => users[vendor]?.('model-1.5')).not.toThrow();
  });
});

describe('credentials that become a part of a path', () => {
  const registry = new ProviderRegistry();
  it.each([
    ['azure', { resourceName: 'r', authMethod: 'apiKey', apiKey: 'k' }, 'deploymentId'],
    ['azure', { resourceName: 'r', authMethod: 'entra', clientId: 'c', clientSecret: 's' }, 'tenantId'],
    ['vertex', { region: 'eu' }, 'projectId'],
  ])('of %s %j cannot be dots: %s', (vendor, credentials, field) => {
    for (const value of ['.', '..']) {
      expect(registry.get(vendor)?.validateCredentials({ ...credentials, [field]: value })).toMatchObject([
        { pointer: `/${field}` },
      ]);
    }
    expect(registry.get(vendor)?.validateCredentials({ ...credentials, [field]: 'a.b' })).toEqual([]);
  });
});
