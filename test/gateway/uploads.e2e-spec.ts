import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toFile } from 'openai';
import { FakeUpstream, json } from '../support/fake-upstream.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';

const UPLOAD_LIMIT = 1_000_000;
const transcript = json({ text: 'Hello.' });

let directory = '';

/** Names left in the directory of uploads, and (where the system tells) files without a name still open. */
function uploadsLeft(): number {
  const named = existsSync(directory) ? readdirSync(directory) : [];
  if (process.platform !== 'linux') return named.length;
  const open = readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(directory);
    } catch {
      return false;
    }
  });
  return named.length + open.length;
}

const tone = (name: string) => readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));

const nothingLeft = () => waitFor(() => Promise.resolve(uploadsLeft() === 0 ? true : undefined), 'all uploads gone');

describe('uploads', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ uploadLimitBytes: UPLOAD_LIMIT });
    directory = join(app.settings.dataDir, 'uploads');
    await app.provider('openai', `${upstream.url}/v1`);
    await app.provider('gone', 'http://127.0.0.1:1/v1');
    await app.provider('groq', `${upstream.url}/openai/v1`, { vendor: 'groq' });
    await app.provider('mistral', `${upstream.url}/v1`, { vendor: 'mistral' });
    await app.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox', credentials: {} });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  const post = (form: FormData | ReadableStream, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/v1/audio/transcriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, ...headers },
      body: form,
      duplex: 'half',
    });
  const formOf = (fields: Record<string, string>, bytes = 10) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([Buffer.alloc(bytes, 1)]), 'a.mp3');
    return form;
  };

  it('are gone when the caller leaves in the middle, and the call is in the log', async () => {
    const before = new Set(
      (await app.query<{ request_id: string }>('SELECT request_id FROM request_logs')).map((row) => row.request_id),
    );
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.write(
      `POST /v1/audio/transcriptions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${app.secret}\r\n` +
        'content-type: multipart/form-data; boundary=b\r\ncontent-length: 900000\r\n\r\n' +
        '--b\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\n\r\n',
    );
    socket.write(Buffer.alloc(300_000, 1));
    if (process.platform === 'linux') {
      await waitFor(() => Promise.resolve(uploadsLeft() > 0 ? true : undefined), 'the upload');
    } else await sleep(200);
    socket.destroy();
    await nothingLeft();
    const row = await waitFor(
      async () =>
        (
          await app.query<{ request_id: string; aborted: boolean; endpoint: string }>(
            'SELECT request_id, aborted, endpoint FROM request_logs',
          )
        ).find(({ request_id }) => !before.has(request_id)),
      'the record',
    );
    expect(row).toMatchObject({ aborted: true, endpoint: 'audio/transcriptions' });
  });

  it('are gone, and in the log, when the caller leaves right after the last byte', async () => {
    const count = async () =>
      Number((await app.query<{ count: string }>('SELECT count(*) FROM request_logs'))[0]?.count ?? 0);
    const before = await count();
    const form = Buffer.concat([
      Buffer.from(
        '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\n@sandbox/sandbox-transcribe\r\n' +
          '--b\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\n\r\n',
      ),
      Buffer.alloc(70_000, 1),
      Buffer.from('\r\n--b--\r\n'),
    ]);
    for (let call = 0; call < 30; call++) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.write(
        `POST /v1/audio/transcriptions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${app.secret}\r\n` +
          `content-type: multipart/form-data; boundary=b\r\ncontent-length: ${form.length}\r\n\r\n`,
      );
      await new Promise<void>((resolve) => socket.write(form, () => resolve()));
      socket.destroy();
    }
    await waitFor(async () => ((await count()) - before >= 30 ? true : undefined), 'all records');
    await nothingLeft();
  });

  it.each([
    ['that announces its length', false],
    ['in chunks', true],
  ])('too large are refused at once, one %s too', async (_, inChunks) => {
    const form = formOf({ model: '@openai/whisper-1' }, UPLOAD_LIMIT + 1);
    const encoded = new Response(form);
    const reply = inChunks
      ? await post(encoded.body as ReadableStream, { 'content-type': encoded.headers.get('content-type') ?? '' })
      : await post(form);
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({ error: { code: 'request_too_large' } });
    await nothingLeft();
  });

  it.each([
    ['cannot be reached', '@gone/whisper-1', 502],
    ['does not know the model', '@sandbox/sandbox-9', 404],
    ['refuses the request', '@openai/whisper-1', 400],
    ['cannot do what is asked', '@mistral/voxtral-mini-latest', 400],
  ])('are gone when the vendor %s', async (_, model, status) => {
    upstream.respond = json({ error: { message: 'no' } }, 400);
    for (let count = 0; count < 3; count++) {
      expect((await post(formOf({ model, 'timestamp_granularities[]': 'word' }))).status).toBe(status);
    }
    await nothingLeft();
  });

  it('take a voice of some seconds among their fields', async () => {
    upstream.respond = transcript;
    const voice = `data:audio/wav;base64,${Buffer.alloc(200_000, 7).toString('base64')}`;
    const asked = app.openai().audio.transcriptions.create({
      file: await toFile(Buffer.from('x'), 'a.wav'),
      model: '@openai/gpt-4o-transcribe-diarize',
      response_format: 'diarized_json',
      known_speaker_names: ['Ada', 'Grace'],
      known_speaker_references: [voice, voice],
      chunking_strategy: { type: 'server_vad', threshold: 0.5 },
    });
    expect((await asked).text).toBe('Hello.');
    const sent = upstream.last.body.toString('latin1');
    expect(sent.split(voice)).toHaveLength(3);
    expect(sent).toMatch(/name="chunking_strategy\[type\]"\r\n\r\nserver_vad\r\n/);
    expect(sent).toMatch(/name="chunking_strategy\[threshold\]"\r\n\r\n0.5\r\n/);
  });

  it.each([
    ['as fields', { 'metadata[plan]': 'gold', 'metadata[userId]': 'u1' }],
    ['as JSON', { metadata: '{"plan":"gold","userId":"u1"}' }],
  ])('are tagged by metadata %s, which stays at home', async (_, fields) => {
    upstream.respond = transcript;
    const reply = await post(formOf({ model: '@openai/whisper-1', ...fields }));
    expect(reply.status).toBe(200);
    expect(upstream.last.body.toString('latin1')).not.toContain('metadata');
    const row = await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
    expect(row['tags']).toEqual({ plan: 'gold', userId: 'u1' });
  });

  it.each([
    ['two files', [['file', 'file2']], 'more than one file'],
    ['metadata that is no object', [['metadata', 'x']], 'metadata must be an object of strings'],
    ['a stream that is neither', [['stream', 'maybe']], 'stream must be true or false'],
  ] as const)('refuse %s, and say so', async (_, entries, message) => {
    const form = formOf({ model: '@openai/whisper-1' });
    for (const [name, value] of entries) {
      if (value === 'file2') form.append(name, new Blob(['b']), 'b.mp3');
      else form.append(name, value);
    }
    const reply = await post(form);
    expect(reply.status).toBe(400);
    expect(((await reply.json()) as { error: { message: string } }).error.message).toContain(message);
    await nothingLeft();
  });

  it('refuse a file that is encoded', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const encoded =
      '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\n@openai/whisper-1\r\n' +
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\n' +
      'content-transfer-encoding: base64\r\n\r\nYWJj\r\n--b--\r\n';
    const refused = await post(new Response(encoded).body as ReadableStream, headers);
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { error: { message: string } }).error.message).toContain('base64');
    await nothingLeft();
  });

  it('take an empty field for one that is not there', async () => {
    upstream.respond = transcript;
    expect((await post(formOf({ model: '@openai/whisper-1', stream: '', metadata: '' }))).status).toBe(200);
  });

  describe('streamed transcripts', () => {
    const ask = (model: string) => post(formOf({ model, stream: 'true' }));

    it('come whole from a model that does not stream', async () => {
      upstream.respond = json({ text: 'Hello.', usage: { type: 'duration', seconds: 3 } });
      const reply = await ask('@openai/whisper-1');
      expect(reply.status).toBe(200);
      expect(await reply.json()).toMatchObject({ text: 'Hello.' });
    });

    it('are refused by name where the vendor has none', async () => {
      const reply = await ask('@groq/whisper-large-v3');
      expect(reply.status).toBe(400);
      expect(await reply.json()).toMatchObject({ error: { code: 'unsupported_parameter', param: 'stream' } });
    });

    it('are charged by the seconds that their last event tells', async () => {
      upstream.respond = (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'text/event-stream' });
        reply.end('data: {"type":"transcript.text.done","text":"Hi","usage":{"type":"duration","seconds":30}}\n\n');
      };
      const reply = await ask('@openai/whisper-1');
      await reply.text();
      const row = await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
      // Half a minute at 0.006 USD.
      expect(row).toMatchObject({ usage: { 'audio-second': 30 }, cost: '0.003000000000' });
    });

    it('are charged by the length of the file where it tells nothing', async () => {
      upstream.respond = (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'text/event-stream' });
        reply.write('data: {"type":"transcript.text.delta","delta":"Hi"}\n\n');
        setTimeout(() => void reply.end('data: {"type":"transcript.text.done","text":"Hi"}\n\n'), 300);
      };
      const form = formOf({ model: '@openai/whisper-1', stream: 'true' });
      form.set('file', new Blob([tone('tone.wav')]), 'tone.wav');
      const reply = await post(form);
      await reply.text();
      const row = await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
      expect(row).toMatchObject({ usage: { 'audio-second': 1.5 }, cost: '0.000200000000' });
    });
  });

  it.each([
    ['an error', { error: { message: 'overloaded' } }, 'text'],
    ['an error in words', { error: 'overloaded' }, 'text'],
    ['nothing', '', 'text'],
    ['something else', { hello: 'x' }, 'srt'],
    ['no text', {}, 'json'],
    ['an error', { error: { message: 'overloaded' } }, 'json'],
  ])('whose vendor answers a 200 with %s are no success (%j as %s)', async (_, answer, format) => {
    upstream.respond = json(answer);
    const reply = await post(formOf({ model: '@openai/whisper-1', response_format: format }));
    expect(reply.status).toBe(502);
    expect(await reply.json()).toMatchObject({ error: { code: 'upstream_invalid_response' } });
  });

  describe('measured by themselves', () => {
    it.each([
      // 1.5 seconds, charged as 2 at 0.006 USD a minute
      ['openai', 'whisper-1', 'srt', 'tone.wav', 1.5, '0.000200000000'],
      // … and as 10 at 0.111 USD an hour, 30,833,333 pico-USD a second
      ['groq', 'whisper-large-v3', 'json', 'tone.flac', 1.5, '0.000308333330'],
      ['groq', 'whisper-large-v3-turbo', 'text', 'tone.ogg', 1.5, '0.000111111110'],
      // A model that is charged by its tokens, which nobody counted here, and one that nobody knows.
      ['openai', 'gpt-4o-transcribe', 'text', 'tone.wav', null, null],
      ['openai', 'my-own-whisper', 'text', 'tone.wav', 1.5, null],
      ['openai', 'whisper-1', 'text', 'README.md', null, null],
    ])('%s %s, as %s: %s', async (provider, model, response_format, name, seconds, cost) => {
      upstream.respond =
        response_format === 'json' ? json({ text: 'Hi' }) : json('Hi there\n', 200, { 'content-type': 'text/plain' });
      const file = await toFile(tone(name), name);
      const { response } = await app
        .openai()
        .audio.transcriptions.create({
          file,
          model: `@${provider}/${model}`,
          response_format: response_format as 'json',
        })
        .withResponse();
      const row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
      expect(row['usage']).toEqual(seconds === null ? null : { 'audio-second': seconds });
      expect(row['cost']).toBe(cost);
      await nothingLeft();
    });
  });
});
