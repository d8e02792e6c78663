import { generateKeyPairSync } from 'node:crypto';
import { FakeUpstream, json } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

const ROLE = 'arn:aws:iam::123456789012:role/llm-calls';
const TAGS = { environment: 'environment', team: 'metadata.team', 'cost center': 'metadata.costCenter' };
const ANSWER = {
  output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
};

/** As STS answers, by the number of its calls: the keys tell whose session signed a call. */
function session(number: number, lifetimeMs = 3_600_000): string {
  const ends = new Date(Date.now() + lifetimeMs).toISOString();
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIASESSION${number}</AccessKeyId><SecretAccessKey>secret-of-${number}</SecretAccessKey>
    <SessionToken>token-of-${number}</SessionToken><Expiration>${ends}</Expiration>
    </Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}

describe('calls on the bill of a vendor', () => {
  let vendor: FakeUpstream;
  let sts: FakeUpstream;
  let app: TestApp;
  let sessions = 0;
  let lifetimeMs = 3_600_000;

  beforeAll(async () => {
    [vendor, sts] = await Promise.all([FakeUpstream.start(), FakeUpstream.start()]);
    app = await startApp();
    sts.respond = (_call, reply) => void reply.writeHead(200, XML).end(session(++sessions, lifetimeMs));
    const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'eu-west-1' };
    const credentials = { ...keys, roleArn: ROLE, externalId: 'their-id', tags: TAGS, stsUrl: sts.url };
    await app.provider('aws', vendor.url, { vendor: 'bedrock', credentials });
    await app.provider('plain', vendor.url, { vendor: 'bedrock', credentials: keys });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const serviceAccountJson = JSON.stringify({
      ...{ type: 'service_account', project_id: 'project', private_key_id: 'key', client_email: 'a@b.iam' },
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      token_uri: `${vendor.url}/token`,
    });
    const labels = { environment: 'environment', team: 'metadata.team' };
    const google = { projectId: 'project', region: 'us-central1', serviceAccountJson, labels };
    await app.provider('google', vendor.url, { vendor: 'vertex', credentials: google });
  });
  beforeEach(() => {
    sts.calls.length = 0;
    vendor.calls.length = 0;
    vendor.respond = json(ANSWER);
  });
  afterAll(async () => {
    await app.stop();
    await Promise.all([vendor.close(), sts.close()]);
  });

  const XML = { 'content-type': 'text/xml' };
  async function call(provider: string, metadata?: object, more: object = {}) {
    const reply = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: `@${provider}/m`, messages: [{ role: 'user', content: 'hi' }], metadata, ...more }),
    });
    return {
      status: reply.status,
      error: ((await reply.json()) as { error?: { message: string; param: string } }).error,
    };
  }
  const asked = () => sts.calls.map(({ body }) => Object.fromEntries(new URLSearchParams(body.toString())));
  const signedBy = () =>
    vendor.calls.map(({ headers }) => [
      /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1],
      headers['x-amz-security-token'],
    ]);

  it('bear the session and exactly the tags that the account names, one AssumeRole for each set of them', async () => {
    const red = { team: 'red', costCenter: 'No. 4/7 + 1@x=y:z', unnamed: 'x' };
    const calls = await Promise.all([
      ...Array.from({ length: 5 }, () => call('aws', red)),
      call('aws', { team: 'blue' }),
    ]);
    calls.push(await call('aws', { costCenter: red.costCenter, team: 'red' }));
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 200));
    const common = {
      ...{ Action: 'AssumeRole', Version: '2011-06-15', RoleArn: ROLE, RoleSessionName: 'production' },
      ExternalId: 'their-id',
      ...{ 'Tags.member.1.Key': 'environment', 'Tags.member.1.Value': 'production', 'Tags.member.2.Key': 'team' },
    };
    const forRed = {
      'Tags.member.2.Value': 'red',
      'Tags.member.3.Key': 'cost center',
      'Tags.member.3.Value': red.costCenter,
    };
    const requests = asked().sort((a, b) => Object.keys(a).length - Object.keys(b).length);
    expect(requests).toEqual([
      { ...common, 'Tags.member.2.Value': 'blue' },
      { ...common, ...forRed },
    ]);
    expect(sts.last.headers.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sts\/aws4_request/);
    const signers = signedBy();
    expect(new Set(signers.map(([id]) => id))).toEqual(new Set(['ASIASESSION1', 'ASIASESSION2']));
    for (const [id = '', token] of signers) expect(token).toBe(`token-of-${id.at(-1)}`);
  });

  it('are refused by name where a value cannot be a tag, before anything is sent', async () => {
    for (const value of ['a*b', 'x'.repeat(257)]) {
      const { status, error } = await call('aws', { team: value });
      expect({ status, param: error?.param }).toEqual({ status: 400, param: 'metadata.team' });
      expect(error?.message).toContain("'metadata.team' cannot be the tag 'team'");
    }
    expect([sts.calls.length, vendor.calls.length]).toEqual([0, 0]);
  });

  it('are 502 where AWS gives no session, and the next one asks again', async () => {
    const answer = sts.respond;
    const denied =
      '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>';
    sts.respond = (_call, reply) => void reply.writeHead(403, XML).end(denied);
    expect(await call('aws', { team: 'green' })).toMatchObject({ status: 502 });
    sts.respond = answer;
    expect(await call('aws', { team: 'green' })).toMatchObject({ status: 200 });
    expect(sts.calls).toHaveLength(2);
  });

  it('get a new session when the old one ends, or is refused', async () => {
    lifetimeMs = 1;
    await call('aws', { team: 'short' });
    lifetimeMs = 3_600_000;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await call('aws', { team: 'short' });
    await call('aws', { team: 'short' });
    expect(sts.calls).toHaveLength(2);
    vendor.respond = (seen, reply) =>
      vendor.calls.length === 4
        ? json({ message: 'The security token included in the request is expired' }, 403)(seen, reply)
        : json(ANSWER)(seen, reply);
    expect(await call('aws', { team: 'short' })).toMatchObject({ status: 200 });
    expect(sts.calls).toHaveLength(3);
  });

  it('are signed as ever where no role is named', async () => {
    await call('plain', { team: 'a*b' });
    expect([sts.calls.length, signedBy()]).toEqual([0, [['AKIDEXAMPLE', undefined]]]);
  });

  it('bear labels at Google, beside those of the caller', async () => {
    vendor.respond = (seen, reply) =>
      seen.path === '/token'
        ? json({ access_token: 'token', expires_in: 3600, token_type: 'Bearer' })(seen, reply)
        : json({
            candidates: [{ content: { role: 'model', parts: [{ text: 'a' }] }, finishReason: 'STOP' }],
            usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1 },
          })(seen, reply);
    const model = '@google/gemini-2.5-flash';
    expect(await call('google', { team: 'red' }, { model, labels: { own: 'x', team: 'y' } })).toMatchObject({
      status: 200,
    });
    expect(JSON.parse(vendor.last.body.toString())).toMatchObject({
      labels: { own: 'x', team: 'red', environment: 'production' },
    });
    const { status, error } = await call('google', { team: 'Red Team' }, { model });
    expect({ status, param: error?.param }).toEqual({ status: 400, param: 'metadata.team' });
  });

  it.each<[string, object, string]>([
    ['a source that is none', { tags: { team: 'team' } }, '/credentials/tags'],
    ['a name that AWS keeps', { tags: { 'aws:team': 'environment' } }, '/credentials/tags'],
    ['a name twice', { tags: { team: 'environment', Team: 'metadata.team' } }, '/credentials/tags'],
    [
      'too many',
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`t${at}`, 'environment'])) },
      '/credentials/tags',
    ],
    ['no role', { roleArn: undefined }, '/credentials/roleArn'],
    ['no role of AWS', { roleArn: 'llm-calls' }, '/credentials/roleArn'],
    ['an STS in a network that may not be reached', { stsUrl: 'http://10.0.0.1' }, '/credentials'],
  ])('cannot be set up with %s', async (_what, change, pointer) => {
    const credentials = {
      ...{ accessKeyId: 'A', secretAccessKey: 'b', region: 'eu-west-1', roleArn: ROLE, tags: TAGS },
      ...change,
    };
    const body = { vendor: 'bedrock', name: 'B', credentials };
    const refused = await fetch(`${app.url}/llmops/api/admin/v1/providers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.settings.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { errors } = (await refused.json()) as { errors: { pointer: string }[] };
    expect(refused.status).toBe(422);
    expect(errors[0]?.pointer).toContain(pointer);
  });
});
