import { readFileSync } from 'node:fs';
import type { FakeUpstream } from '../support/fake-upstream.js';
import { bytesOf, isStream, replay, startRecordedVendors, type RecordedVendors } from '../support/recorded-vendors.js';
import { recordingsOf, type Recording } from '../support/recordings.js';
import type { TestApp } from '../support/start-app.js';

const PATHS: Readonly<Record<string, string>> = {
  completions: 'completions',
  embeddings: 'embeddings',
  invoke: 'embeddings',
  predict: 'embeddings',
  embedContent: 'embeddings',
  batchEmbedContents: 'embeddings',
  images: 'images/generations',
  speech: 'audio/speech',
  transcription: 'audio/transcriptions',
};
const VENDORS = ['openai', 'azure', 'bedrock', 'vertex', 'gemini', 'groq', 'mistral', 'openrouter', 'xai'];
const RECORDINGS = VENDORS.flatMap(recordingsOf)
  .filter(({ api }) => PATHS[api] !== undefined)
  // A chat of a model that has an API of its own.
  .filter(({ api, id }) => api !== 'invoke' || id.includes('embed'));
const PASSED_ON = new Set(['openai', 'azure', 'groq', 'openrouter', 'xai']);
const IN_OPENAIS_WORDS = new Set([...PASSED_ON, 'mistral']);

/** The frame that a caller sees only on request. */
const USAGE_ONLY = /data: [^\n]*"choices":\s*\[\][^\n]*\n\n/;

/** The request that the vendor got, in OpenAI's format. */
function askedOf(recording: Recording): Record<string, unknown> {
  const { provider, request, api } = recording;
  const sent = request?.json ?? {};
  const inUrl = /models?\/([^/:?]+(?::\d+)?)(?=[:/])/.exec(decodeURIComponent(request?.url ?? ''))?.[1];
  const field = request?.form?.find(({ name }) => name === 'model')?.['value'];
  const model = [sent['model'], inUrl, field].find((each) => typeof each === 'string') ?? 'some-model';
  const defaults = {
    ...(PATHS[api] === 'embeddings' && { input: textsOf(sent) }),
    ...(request === null && { prompt: 'Once', input: 'Once', ...(isStream(recording) && { stream: true }) }),
  };
  return { ...defaults, ...(IN_OPENAIS_WORDS.has(provider) && sent), model: `@${provider}/${model}` };
}

function textsOf(sent: Record<string, unknown>): unknown {
  if ('input' in sent) return sent['input'];
  const lists = [sent['texts'], sent['instances'], sent['requests']].find(Array.isArray) ?? [0];
  return lists.map((_: unknown, index: number) => `Text ${index}`);
}

describe('recordings of the other endpoints, through the gateway', () => {
  let vendors: RecordedVendors;
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    vendors = await startRecordedVendors();
    ({ app, upstream } = vendors);
  });

  afterAll(() => vendors.stop());

  function ask(recording: Recording): Promise<Response> {
    const path = PATHS[recording.api] ?? '';
    const url = `${app.url}/v1/${path}`;
    const headers = { authorization: `Bearer ${app.secret}` };
    const asked = askedOf(recording);
    if (path !== 'audio/transcriptions') {
      return fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      });
    }
    const form = new FormData();
    const isText = recording.response.text !== undefined && recording.response.status === 200;
    for (const { name, value } of recording.request?.form ?? []) {
      if (typeof name === 'string' && typeof value === 'string') form.append(name, value);
    }
    form.set('model', String(asked['model']));
    if (isText) form.set('response_format', 'text');
    form.append('file', new Blob([readFileSync(new URL('../fixtures/audio/tone.mp3', import.meta.url))]), 'ruby.mp3');
    return fetch(url, { method: 'POST', headers, body: form });
  }

  it.each(RECORDINGS.filter(({ response }) => response.status >= 400).map((each) => [each.id, each] as const))(
    '%s is an error in the form of OpenAI',
    async (_, recording) => {
      vendors.answer(replay(recording));
      const reply = await ask(recording);
      expect(reply.status).toBe([401, 403].includes(recording.response.status) ? 502 : recording.response.status);
      expect(await reply.json()).toMatchObject({ error: { message: expect.any(String), type: expect.any(String) } });
    },
  );

  const good = RECORDINGS.filter(({ response }) => response.status === 200);

  it.each(good.filter(({ provider }) => PASSED_ON.has(provider)).map((each) => [each.id, each] as const))(
    '%s goes on as it came',
    async (_, recording) => {
      vendors.answer(replay(recording));
      const reply = await ask(recording);
      expect(reply.status).toBe(200);
      const bytes = Buffer.from(await reply.arrayBuffer());
      if (recording.api === 'completions') {
        expect(bytes.toString()).toBe(bytesOf(recording).toString().replace(USAGE_ONLY, ''));
      } else expect(bytes.equals(bytesOf(recording))).toBe(true);
      const { json } = recording.request ?? {};
      if (json === undefined) return;
      expect(JSON.parse(upstream.last.body.toString())).toEqual({
        ...json,
        model: String(askedOf(recording)['model']).slice(recording.provider.length + 2),
        ...(json['stream'] === true && { stream_options: { include_usage: true } }),
      });
    },
  );

  it.each(good.filter(({ provider }) => !PASSED_ON.has(provider)).map((each) => [each.id, each] as const))(
    '%s is answered in the format of OpenAI',
    async (_, recording) => {
      vendors.answer(replay(recording));
      const reply = await ask(recording);
      if (reply.status !== 200) throw new Error(await reply.text());
      if (recording.api === 'speech') {
        const audio = Buffer.from(await reply.arrayBuffer());
        expect(audio.toString('base64')).toBe(recording.response.json?.['audio_data']);
        return;
      }
      const answer = (await reply.json()) as { text: string; data: { embedding: number[]; index: number }[] };
      if (recording.api === 'transcription') {
        expect(answer.text).toBe(recording.response.json?.['text']);
        return;
      }
      const { input } = askedOf(recording);
      expect(answer.data.map(({ index }) => index)).toEqual(
        (Array.isArray(input) ? input : [input]).map((_, at) => at),
      );
      expect(answer.data.every(({ embedding }) => embedding.length > 100)).toBe(true);
    },
  );
});
