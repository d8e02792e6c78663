import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../core/json.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import { AccessTokenCache } from './access-token-cache.js';
import { fetchGoogleToken } from './google-access-token.js';
import { findAmbientIdentity } from './google-ambient-identity.js';
import { GOOGLE_TOKEN_URL, MACHINE_IDENTITY, readGoogleCredentials } from './google-service-account.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const serviceAccount = (more: object = {}) =>
  JSON.stringify({
    type: 'service_account',
    client_email: 'gateway@project-1.iam.gserviceaccount.com',
    private_key_id: 'key-1',
    private_key: privateKey,
    ...more,
  });

const user = { type: 'authorized_user', client_id: 'id', client_secret: 'secret', refresh_token: 'refresh' };
const NEVER = new AbortController().signal;
const newSignal = () => new AbortController().signal;

function formOf(body: unknown): URLSearchParams {
  return new URLSearchParams((body as Buffer).toString());
}

function claimsOf(assertion: string): { header: JsonObject; claims: JsonObject } {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const genuine = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${claims}`),
    createPublicKey(publicKey),
    Buffer.from(signature, 'base64url'),
  );
  expect(genuine).toBe(true);
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject;
  return { header: read(header), claims: read(claims) };
}

describe('a Google credentials file', () => {
  it('of a service account signs an assertion for the endpoint that it names', () => {
    const tokenUri = 'https://oauth.example/token';
    const request = readGoogleCredentials(serviceAccount({ token_uri: tokenUri })).tokenRequest(1_700_000_000_500);
    expect(request).toMatchObject({ method: 'POST', url: tokenUri });
    const form = formOf(request.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(claimsOf(form.get('assertion') ?? '')).toEqual({
      header: { alg: 'RS256', typ: 'JWT', kid: 'key-1' },
      claims: {
        iss: 'gateway@project-1.iam.gserviceaccount.com',
        scope: 'https://www.googleapis.com/auth/cloud-platform',
        aud: tokenUri,
        iat: 1_700_000_000,
        exp: 1_700_003_600,
      },
    });
    expect(readGoogleCredentials(serviceAccount()).tokenUrl).toBe(GOOGLE_TOKEN_URL);
  });

  it('trap 24: may spell the line ends of its key', () => {
    const spelled = serviceAccount({ private_key: privateKey.replaceAll('\n', '\\n') });
    const assertion = formOf(readGoogleCredentials(spelled).tokenRequest(0).body).get('assertion') ?? '';
    expect(claimsOf(assertion).claims['iat']).toBe(0);
  });

  it('of a user sends the refresh token', () => {
    const { body } = readGoogleCredentials(JSON.stringify(user)).tokenRequest(0);
    expect(Object.fromEntries(formOf(body))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'id',
      client_secret: 'secret',
      refresh_token: 'refresh',
    });
  });

  it.each([
    ['no JSON', '{"private_key": "hush'],
    ['another kind', JSON.stringify({ type: 'external_account' })],
    ['no key', serviceAccount({ private_key: 'hush' })],
    ['no email', serviceAccount({ client_email: '' })],
    ['no refresh token', JSON.stringify({ ...user, refresh_token: undefined })],
  ])('with %s is refused, without repeating what it holds', (_, file) => {
    expect(() => readGoogleCredentials(file)).toThrow(/^(?!.*hush)/s);
  });
});

describe('the ambient identity', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmops-google-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the named file, the file that gcloud wrote, else the machine', () => {
    expect(findAmbientIdentity({ CLOUDSDK_CONFIG: folder })).toBe(MACHINE_IDENTITY);
    writeFileSync(join(folder, 'application_default_credentials.json'), JSON.stringify(user));
    expect(findAmbientIdentity({ CLOUDSDK_CONFIG: folder }).tokenUrl).toBe(GOOGLE_TOKEN_URL);
    const named = join(folder, 'named.json');
    writeFileSync(named, serviceAccount({ token_uri: 'https://oauth.example/token' }));
    const env = { GOOGLE_APPLICATION_CREDENTIALS: named, CLOUDSDK_CONFIG: folder };
    expect(findAmbientIdentity(env).tokenUrl).toBe('https://oauth.example/token');
    expect(() => findAmbientIdentity({ GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'none') })).toThrow();
  });

  it('of a machine asks its metadata server', () => {
    expect(MACHINE_IDENTITY.tokenRequest(0)).toMatchObject({
      method: 'GET',
      url: 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
      headers: { 'metadata-flavor': 'Google' },
    });
  });
});

describe('an access token', () => {
  let server: Server;
  let tokenUri: string;
  let asked: string[];
  let answer: { status: number; body: string };
  const transport = new UndiciTransport({
    checkUrl: () => null,
    lookup: (_, __, callback) => callback(null, '127.0.0.1', 4),
    plainLookup: (_, __, callback) => callback(null, '127.0.0.1', 4),
  });

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push(body);
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    tokenUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  });
  afterAll(async () => {
    await transport.close();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked = [];
    answer = { status: 200, body: JSON.stringify({ access_token: 'ya29.a', expires_in: 3599, token_type: 'Bearer' }) };
  });

  const identity = () => readGoogleCredentials(serviceAccount({ token_uri: tokenUri }));

  it('is exchanged for a signed assertion', async () => {
    await expect(fetchGoogleToken(identity(), transport, NEVER, 1_000)).resolves.toEqual({
      value: 'ya29.a',
      expiresAtMs: 3_600_000,
    });
    expect(claimsOf(new URLSearchParams(asked[0]).get('assertion') ?? '').claims['aud']).toBe(tokenUri);
  });

  it.each([
    [
      400,
      '{"error":"invalid_grant","error_description":"Invalid JWT Signature for gateway@project-1"}',
      'invalid_grant',
    ],
    [401, '{"error":"invalid_client"}', 'invalid_client'],
    [503, '<html>', '503'],
    [200, '{"id_token":"x"}', '200'],
    [200, 'no json', '200'],
  ])('that is not given (%i %s) is a failure of the credentials', async (status, body, word) => {
    answer = { status, body };
    await expect(fetchGoogleToken(identity(), transport, NEVER)).rejects.toMatchObject({
      kind: 'credentials-rejected',
      message: `Google gave no access token for the account's credentials (${word}).`,
    });
  });

  it('trap 24: is fetched once for all that wait, kept until five minutes before its end, and fetched afresh on demand', async () => {
    let now = 0;
    const tokens = new AccessTokenCache(
      (signal) => fetchGoogleToken(identity(), transport, signal, now),
      () => now,
    );
    const waiting = await Promise.all(Array.from({ length: 20 }, async () => tokens.get(newSignal())));
    expect(new Set(waiting)).toEqual(new Set(['ya29.a']));
    expect(asked).toHaveLength(1);
    now = 3_599_000 - 300_001;
    expect(tokens.get(NEVER)).toBe('ya29.a');
    now += 1;
    answer.body = '{"access_token":"ya29.b","expires_in":3599}';
    await expect(tokens.get(NEVER)).resolves.toBe('ya29.b');
    expect(tokens.get(NEVER)).toBe('ya29.b');
    await tokens.get(NEVER, { fresh: true });
    expect(asked).toHaveLength(3);
  });

  it('that failed is tried again by the next call; a call that leaves does not end the refresh of the others', async () => {
    const tokens = new AccessTokenCache((signal) => fetchGoogleToken(identity(), transport, signal));
    const { body } = answer;
    answer = { status: 400, body: '{"error":"invalid_grant"}' };
    await expect(tokens.get(NEVER)).rejects.toMatchObject({ kind: 'credentials-rejected' });
    answer = { status: 200, body };
    const leaving = new AbortController();
    const left = tokens.get(leaving.signal);
    const stays = tokens.get(NEVER);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect(stays).resolves.toBe('ya29.a');
    expect(asked).toHaveLength(2);
  });
});
