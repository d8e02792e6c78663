import { createHash, createHmac } from 'node:crypto';
import type { UpstreamRequest } from '../transport/transport.js';
import { ambientAwsIdentity } from './aws-identity.js';
import { signSigV4 } from './sigv4.js';

// AWS's published signature version 4 test suite.
const IDENTITY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const SCOPE = { service: 'service', region: 'us-east-1' };
const NOW = new Date('2015-08-30T12:36:00Z');
const TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7' +
  'mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d' +
  '+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';

function request(method: 'GET' | 'POST', url: string, body = ''): UpstreamRequest {
  return { method, url, headers: {}, body: body === '' ? null : Buffer.from(body) };
}

describe('SigV4', () => {
  it.each([
    [
      'get-vanilla',
      request('GET', 'https://example.amazonaws.com/'),
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'post-vanilla',
      request('POST', 'https://example.amazonaws.com/'),
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'get-vanilla-query-order-key-case',
      request('GET', 'https://example.amazonaws.com/?Param2=value2&Param1=value1'),
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ])('signs %s as published', async (_, vector, signature) => {
    const { headers } = await signSigV4(vector, IDENTITY, SCOPE, NOW);
    expect(headers['x-amz-date']).toBe('20150830T123600Z');
    expect(headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        `SignedHeaders=host;x-amz-date, Signature=${signature}`,
    );
  });

  it('signs post-sts-header-before, with its session token', async () => {
    const vector = request('POST', 'https://example.amazonaws.com/');
    const { headers } = await signSigV4(vector, { ...IDENTITY, sessionToken: TOKEN }, SCOPE, NOW);
    expect(headers['x-amz-security-token']).toBe(TOKEN);
    expect(headers['authorization']).toContain(
      'Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
    );
  });

  it.each([
    [
      'an id with a colon',
      'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
      'us.anthropic.claude-3-7-sonnet-20250219-v1%253A0',
    ],
    [
      'an ARN with a slash',
      'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/1arbu5hu2sjr',
      'arn%253Aaws%253Abedrock%253Aus-east-1%253A123456789012%253Aapplication-inference-profile%252F1arbu5hu2sjr',
    ],
  ])('trap 8: encodes the path of %s once on the wire and twice in what is signed', async (_, model, twice) => {
    const url = `https://bedrock-runtime.us-east-1.amazonaws.com/model/${encodeURIComponent(model)}/converse`;
    const signed = await signSigV4(
      request('POST', url, '{}'),
      IDENTITY,
      { service: 'bedrock', region: 'us-east-1' },
      NOW,
    );
    expect(signed.url).toBe(url);
    const canonical = [
      'POST',
      `/model/${twice}/converse`,
      '',
      'host:bedrock-runtime.us-east-1.amazonaws.com',
      'x-amz-date:20150830T123600Z',
      '',
      'host;x-amz-date',
      sha256('{}'),
    ].join('\n');
    expect(signed.headers['authorization']).toContain(`Signature=${sign(canonical)}`);
  });

  it('signs the port, and leaves the host to the transport', async () => {
    const one = await signSigV4(request('POST', 'http://127.0.0.1:4000/model/x/converse'), IDENTITY, SCOPE, NOW);
    const other = await signSigV4(request('POST', 'http://127.0.0.1:4001/model/x/converse'), IDENTITY, SCOPE, NOW);
    expect(one.headers).not.toHaveProperty('host');
    expect(one.headers['authorization']).not.toBe(other.headers['authorization']);
  });

  it('keeps the headers that it was given', async () => {
    const given = {
      ...request('POST', 'https://example.amazonaws.com/', '{}'),
      headers: { 'content-type': 'application/json' },
    };
    const { headers, body } = await signSigV4(given, IDENTITY, SCOPE, NOW);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['authorization']).toContain('SignedHeaders=content-type;host;x-amz-date');
    expect(body).toBe(given.body);
  });
});

/** The signature again, by the plain rules of the specification. */
function sign(canonical: string): string {
  const scope = '20150830/us-east-1/bedrock/aws4_request';
  const text = ['AWS4-HMAC-SHA256', '20150830T123600Z', scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${IDENTITY.secretAccessKey}`);
  return hmac(key, text).toString('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

describe("the machine's own AWS identity", () => {
  const signal = new AbortController().signal;

  it('is fetched once for calls that wait together, and again shortly before its end', async () => {
    let now = 0;
    let fetched = 0;
    const identity = ambientAwsIdentity(
      () => Promise.resolve({ ...IDENTITY, sessionToken: `t${++fetched}`, expiration: new Date(now + 3_600_000) }),
      () => now,
    );
    const tokens = await Promise.all([identity.get(signal), identity.get(signal), identity.get(signal)]);
    expect(tokens.map(({ sessionToken }) => sessionToken)).toEqual(['t1', 't1', 't1']);
    now = 3_600_000 - 4 * 60_000;
    expect((await identity.get(signal)).sessionToken).toBe('t2');
    expect((await identity.get(signal, { fresh: true })).sessionToken).toBe('t3');
  });

  it('that cannot be loaded is a matter of credentials, and is tried again', async () => {
    let tries = 0;
    const identity = ambientAwsIdentity(() =>
      ++tries === 1 ? Promise.reject(new Error('no role')) : Promise.resolve(IDENTITY),
    );
    await expect(identity.get(signal)).rejects.toMatchObject({ kind: 'credentials-rejected' });
    expect(await identity.get(signal)).toEqual(IDENTITY);
  });
});
