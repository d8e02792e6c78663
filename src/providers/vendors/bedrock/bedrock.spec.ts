import type { Transport } from '../../transport/transport.js';
import { bedrock } from './index.js';

const transport: Transport = { send: () => Promise.reject(new Error('nothing is sent here')) };
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token',
  region: 'eu-west-1',
};
const messages = [{ role: 'user', content: 'Hi' }];

async function requestFor(model: string, stream: boolean, baseUrl: string | null = null) {
  const adapter = bedrock.connect({ credentials, baseUrl, transport }).endpoints['chat/completions'];
  if (adapter?.kind !== 'translation') throw new Error('Bedrock is translated');
  return (await adapter.toRequest({ endpoint: 'chat/completions', model, stream, body: { messages } })).request;
}

describe('Bedrock', () => {
  it('is asked in its region, with the model whole in the path', async () => {
    expect((await requestFor('us.amazon.nova-lite-v1:0', false)).url).toBe(
      'https://bedrock-runtime.eu-west-1.amazonaws.com/model/us.amazon.nova-lite-v1%3A0/converse',
    );
    expect((await requestFor('arn:aws:bedrock:x/y', true, 'http://127.0.0.1:9')).url).toBe(
      'http://127.0.0.1:9/model/arn%3Aaws%3Abedrock%3Ax%2Fy/converse-stream',
    );
  });

  it.each(['', '.', '..'])('has no model called %j, which would be another path', async (model) => {
    await expect(requestFor(model, false)).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('is signed with the account’s keys', async () => {
    const request = await requestFor('m', false);
    const signed = await bedrock
      .connect({ credentials, baseUrl: null, transport })
      .sign(request, new AbortController().signal);
    expect(signed.headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/bedrock\/aws4_request, /,
    );
    expect(signed.headers['x-amz-security-token']).toBe('token');
  });

  it('takes an API key instead of AWS keys', async () => {
    const withKey = { apiKey: 'ABSKexample', region: 'eu-west-1' };
    expect(bedrock.validateCredentials(withKey)).toEqual([]);
    expect(bedrock.validateCredentials({ ...credentials, ...withKey })).toMatchObject([{ pointer: '/apiKey' }]);
    const signed = await bedrock
      .connect({ credentials: withKey, baseUrl: null, transport })
      .sign(await requestFor('m', false), new AbortController().signal);
    expect(signed.headers['authorization']).toBe('Bearer ABSKexample');
    expect(signed.headers).not.toHaveProperty('x-amz-date');
  });

  it('wants a region, and keys in pairs', () => {
    expect(bedrock.validateCredentials(credentials)).toEqual([]);
    expect(bedrock.validateCredentials({ region: 'us-east-1' })).toEqual([]);
    expect(bedrock.validateCredentials({})).toMatchObject([{ pointer: '/region' }]);
    expect(bedrock.validateCredentials({ region: 'evil.example/x' })).toMatchObject([{ pointer: '/region' }]);
    expect(bedrock.validateCredentials({ region: 'us-gov-west-1', accessKeyId: 'a' })).toMatchObject([
      { pointer: '/secretAccessKey' },
    ]);
    expect(bedrock.validateCredentials({ region: 'us-east-1', secretAccessKey: 'a' })).toMatchObject([
      { pointer: '/accessKeyId' },
    ]);
  });
});
