import { ProviderRegistry } from '../provider-registry.js';
import type { ProviderStrategy } from '../provider-strategy.js';
import type { Transport, UpstreamRequest } from '../transport/transport.js';

const transport: Transport = { send: () => Promise.reject(new Error('nothing is sent')) };
const request: UpstreamRequest = {
  method: 'POST',
  url: 'https://vendor.example/x',
  headers: { accept: '*/*' },
  body: null,
};

function strategy(vendor: string): ProviderStrategy {
  const found = new ProviderRegistry().get(vendor);
  if (found === undefined) throw new Error(`no vendor ${vendor}`);
  return found;
}

async function maskedBy(vendor: string, credentials: Record<string, never> | object, text: string): Promise<string> {
  const account = { credentials: credentials as never, baseUrl: 'https://vendor.example', transport };
  const signed = await strategy(vendor).connect(account).sign(request, new AbortController().signal);
  return signed.mask?.maskText(text) ?? text;
}

describe('what a signed request says must not come back', () => {
  it('the API key, alone and behind its scheme', async () => {
    for (const vendor of ['openai', 'anthropic', 'groq', 'mistral', 'gemini']) {
      expect(await maskedBy(vendor, { apiKey: 'key-0123456789' }, 'you sent "Bearer key-0123456789"')).toBe(
        'you sent "Bearer ***"',
      );
    }
  });

  it("all of a host's headers that look like credentials, and none that do not", async () => {
    const headers = {
      'x-title': 'My application',
      'http-referer': 'https://app.example.com',
      'x-tenant': 'a1b2c3d4e5f6a7b8c9d0e1f2',
      'x-team-secret': 'correct horse battery',
      Authorization: `Basic ${Buffer.from('someone:pass-word-1').toString('base64')}`,
    };
    const text = `${Object.values(headers).join(' | ')} | pass-word-1`;
    expect(await maskedBy('openai-compatible', { headers }, text)).toBe(
      'My application | https://app.example.com | *** | *** | Basic *** | ***',
    );
  });

  it("AWS's keys, token and signature", async () => {
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE01234',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      sessionToken: 'FwoGZXIvYXdzEXAMPLE/token==',
      region: 'us-east-1',
    };
    const signed = await strategy('bedrock')
      .connect({ credentials, baseUrl: null, transport })
      .sign({ ...request, body: Buffer.from('{}') }, new AbortController().signal);
    const text = JSON.stringify({ ...credentials, sent: signed.headers['authorization'] });
    const masked = signed.mask?.maskText(text) ?? text;
    for (const secret of [credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken]) {
      expect(masked).not.toContain(secret);
    }
    expect(masked).toContain('us-east-1');
    expect(masked).toContain('Signature=***');
  });

  it('what local servers document as a key where they want none is no secret', async () => {
    expect(await maskedBy('openai-compatible', { apiKey: 'lm-studio' }, 'Start lm-studio first.')).toBe(
      'Start lm-studio first.',
    );
  });
});
