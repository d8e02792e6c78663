import { account, version } from '../../../test/support/snapshot-fixture.js';
import type { VersionEntry } from '../../configs/snapshot/config-snapshot.js';
import { compilePrompt } from '../../configs/snapshot/prompt-template.js';
import type { JsonObject } from '../../core/json.js';
import type { ProviderConnection, UpstreamCall } from '../../providers/provider-strategy.js';
import { audioSpeech } from '../endpoints/audio-speech.js';
import { audioTranscriptions } from '../endpoints/audio-transcriptions.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { completions } from '../endpoints/completions.js';
import { embeddings } from '../endpoints/embeddings.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';
import { imagesGenerations } from '../endpoints/images-generations.js';
import type { ReadForm } from '../endpoints/read-form.js';
import { readFormRequest, readRequest } from '../endpoints/read-request.js';
import type { Target } from '../planning/route-plan.js';
import { prepareCall, applyTarget } from './prepare-call.js';

const direct: Target = {
  origin: { kind: 'direct' },
  account: account('a'),
  model: 'vendor-model',
  version: null,
  weight: null,
};
const through = (fields: Partial<VersionEntry>): Target => ({
  ...direct,
  origin: { kind: 'config', configId: 'c', config: 'c', ruleId: 'r' },
  version: version('v', fields),
});
const read = (text: string) => readRequest(chatCompletions, Buffer.from(text), null);
const sent = (text: string, target: Target, metadata = false) =>
  applyTarget(read(text), target, { metadata, streamOptions: true }).call.body.bytes.toString();

const NOTHING = { metadata: false, streamOptions: true };
const BASE = '{"model":"@a/b","messages":[{"role":"user","content":"hi"}]';

describe('applyTarget', () => {
  it('changes the model and nothing else, byte for byte', () => {
    const text =
      '{ "temperature": 1.0, "model" : "@a/b",\n "messages": [ {"role":"user","content":"h\\u0069 \\/ é"} ], "unknown": 12345678901234567890 }';
    expect(sent(text, direct)).toBe(
      '{"temperature": 1.0,"model" : "vendor-model","messages": [ {"role":"user","content":"h\\u0069 \\/ é"} ],"unknown": 12345678901234567890}',
    );
  });

  it('adds a model where the caller left it out', () => {
    expect(JSON.parse(sent('{"messages":[{"role":"user","content":"hi"}]}', through({})))).toMatchObject({
      model: 'vendor-model',
    });
  });

  it('asks for usage in streams, keeping what else the caller asked for', () => {
    expect(JSON.parse(sent(`${BASE},"stream":true}`, direct)).stream_options).toEqual({ include_usage: true });
    const obfuscated = `${BASE},"stream":true,"stream_options":{"include_obfuscation":false}}`;
    expect(JSON.parse(sent(obfuscated, direct)).stream_options).toEqual({
      include_obfuscation: false,
      include_usage: true,
    });
    expect(JSON.parse(sent(`${BASE}}`, direct))).not.toHaveProperty('stream_options');
  });

  it('sends metadata only to vendors that store it', () => {
    const stored = `${BASE},"store":true,"metadata":{"a":"b"}}`;
    expect(JSON.parse(sent(stored, direct, true)).metadata).toEqual({ a: 'b' });
    expect(JSON.parse(sent(stored, direct))).not.toHaveProperty('metadata');
    expect(JSON.parse(sent(`${BASE},"metadata":{"a":"b"}}`, direct, true))).not.toHaveProperty('metadata');
  });

  it('renders the prompt with input as the first message, and input does not travel', () => {
    const target = through({ prompt: compilePrompt('Speak {{ input.language | default: "English" }}.') });
    const body = JSON.parse(sent(`${BASE},"input":{"language":"Dutch"}}`, target));
    expect(body.messages).toEqual([
      { role: 'system', content: 'Speak Dutch.' },
      { role: 'user', content: 'hi' },
    ]);
    expect(body).not.toHaveProperty('input');
    expect(JSON.parse(sent(`${BASE}}`, target)).messages[0].content).toBe('Speak English.');
  });

  it('leaves an input that is no object to the vendor', () => {
    expect(JSON.parse(sent(`${BASE},"input":"text"}`, direct)).input).toBe('text');
  });

  it('says by name that a prompt cannot be rendered', () => {
    const target = through({ prompt: compilePrompt('{% for i in (1..100000000) %}x{% endfor %}') });
    expect(() => sent(`${BASE}}`, target)).toThrow(expect.objectContaining({ status: 400, param: 'input' }));
  });

  describe("a variant's parameters", () => {
    const apply = (callers: string, parameters: VersionEntry['parameters'], modes: VersionEntry['parameterModes']) => {
      const applied = applyTarget(read(`${BASE}${callers}}`), through({ parameters, parameterModes: modes }), NOTHING);
      const { model: _model, messages: _messages, ...rest } = applied.call.body.toObject();
      return { ...rest, dropped: applied.dropped };
    };

    it('override by default', () => {
      expect(apply(',"temperature":2', { temperature: 0.5 }, {})).toEqual({ temperature: 0.5, dropped: [] });
    });

    it('fill in what the caller leaves out or sets to null', () => {
      expect(apply(',"temperature":2', { temperature: 0.5 }, { temperature: 'default' })).toEqual({
        temperature: 2,
        dropped: [],
      });
      expect(apply(',"temperature":null', { temperature: 0.5 }, { temperature: 'default' })).toEqual({
        temperature: 0.5,
        dropped: [],
      });
    });

    it('cap a number, also where the caller sets none', () => {
      const cap = { max_tokens: 'cap' } as const;
      expect(apply(',"max_tokens":500', { max_tokens: 100 }, cap)).toEqual({ max_tokens: 100, dropped: [] });
      expect(apply(',"max_tokens":50', { max_tokens: 100 }, cap)).toEqual({ max_tokens: 50, dropped: [] });
      expect(apply('', { max_tokens: 100 }, cap)).toEqual({ max_tokens: 100, dropped: [] });
    });

    it('bind the other spelling of the token limit too', () => {
      const cap = { max_tokens: 'cap' } as const;
      expect(apply(',"max_completion_tokens":500', { max_tokens: 100 }, cap)).toEqual({ max_tokens: 100, dropped: [] });
      expect(apply(',"max_completion_tokens":50', { max_tokens: 100 }, cap)).toEqual({
        max_completion_tokens: 50,
        dropped: [],
      });
      const both = ',"max_completion_tokens":500,"max_tokens":5';
      expect(apply(both, { max_tokens: 100 }, cap)).toEqual({ max_tokens: 100, dropped: [] });
    });

    it('forbid what the caller sent, and say so', () => {
      expect(apply(',"seed":7,"top_p":1', {}, { seed: 'forbid' })).toEqual({ top_p: 1, dropped: ['seed'] });
    });

    it('are left out by name where the endpoint does not know them', () => {
      const request = readRequest(embeddings, Buffer.from('{"model":"@a/b","input":"x"}'), null);
      const { call, dropped } = applyTarget(
        request,
        through({ parameters: { max_tokens: 5, dimensions: 8 } }),
        NOTHING,
      );
      expect(call.body.toObject()).toEqual({ model: 'vendor-model', input: 'x', dimensions: 8 });
      expect(dropped).toEqual(['max_tokens']);
    });

    describe('at other endpoints', () => {
      const at = (endpoint: EndpointSpec, callers: object, fields: Partial<VersionEntry>) => {
        const request = readRequest(endpoint, Buffer.from(JSON.stringify({ model: '@a/b', ...callers })), null);
        const { call, dropped } = applyTarget(request, through(fields), NOTHING);
        const { model: _model, ...rest } = call.body.toObject();
        return { ...rest, dropped };
      };

      it('name the system prompt that only a chat has', () => {
        const prompt = compilePrompt('Be brief.');
        expect(at(embeddings, { input: 'x' }, { prompt })).toEqual({ input: 'x', dropped: ['systemPrompt'] });
      });

      it('forbid what no endpoint knows, and name only what was sent', () => {
        const parameterModes = { foo: 'forbid', seed: 'forbid', voice: 'forbid' } as const;
        expect(at(imagesGenerations, { prompt: 'a', seed: 3, foo: 1 }, { parameterModes })).toEqual({
          prompt: 'a',
          dropped: ['foo', 'seed'],
        });
      });

      it('cap the limit of completions in its only spelling', () => {
        const fields = {
          parameters: { max_completion_tokens: 9 },
          parameterModes: { max_completion_tokens: 'cap' },
        } as const;
        expect(at(completions, { prompt: 'a', max_tokens: 500 }, fields)).toEqual({
          prompt: 'a',
          max_tokens: 9,
          dropped: [],
        });
      });

      it("leave out a chat's response format", () => {
        const json = { parameters: { response_format: { type: 'json_object' } } };
        expect(at(audioSpeech, { input: 'a' }, json)).toEqual({ input: 'a', dropped: ['response_format'] });
        expect(at(audioSpeech, { input: 'a' }, { parameters: { response_format: 'wav' } })).toEqual({
          input: 'a',
          response_format: 'wav',
          dropped: [],
        });
      });

      it('set what the vendor adds, and leave out what others do', () => {
        const parameters = { input_type: 'search_query', max_tokens: 5 };
        expect(at(embeddings, { input: 'x' }, { parameters })).toEqual({
          input: 'x',
          input_type: 'search_query',
          dropped: ['max_tokens'],
        });
        expect(at(embeddings, { input: 'x' }, { parameters: { task_type: 'CLUSTERING' } })).toEqual({
          input: 'x',
          dropped: ['task_type'],
        });
      });

      it.each([
        ['0.1', '0.1'],
        ['0.9', 0.8],
        ['much', 0.8],
        ['', 0.8],
      ])('cap the text %j of a form: %j', (value, sent) => {
        const file = { filename: 'a', contentType: 'audio/wav' } as ReadForm['file'];
        const request = readFormRequest(
          audioTranscriptions,
          { fields: { model: '@a/b', temperature: value }, file },
          null,
        );
        const target = through({ parameters: { temperature: 0.8 }, parameterModes: { temperature: 'cap' } });
        expect(applyTarget(request, target, NOTHING).call.body.get('temperature')).toBe(sent);
      });
    });

    it('never change the stream', () => {
      expect(apply(',"stream":true', { stream: false, stream_options: {} }, {})).toEqual({
        stream: true,
        stream_options: { include_usage: true },
        dropped: [],
      });
    });
  });
});

/** A vendor that takes one text per call. */
function targetOf(made: UpstreamCall<JsonObject>[]): Target {
  const connection: ProviderConnection = {
    endpoints: {
      embeddings: {
        kind: 'translation',
        toRequest: (call) => {
          made.push(call);
          return { request: { method: 'POST', url: 'https://vendor.example', headers: {}, body: null }, dropped: [] };
        },
        fromResponse: (body) => body,
        fanOut: {
          split: (call) => (Array.isArray(call.body['input']) ? call.body['input'].map(() => call) : [call]),
          join: (replies) => replies[0] ?? {},
        },
      },
    },
    sign: (request) => request,
    readError: () => ({ kind: 'overloaded', message: 'not used' }),
    requestIdHeaders: [],
  };
  return {
    origin: { kind: 'direct' },
    account: account('one', { connection }),
    model: 'm',
    version: null,
    weight: null,
  };
}

const asking = (count: number) =>
  readRequest(
    embeddings,
    Buffer.from(JSON.stringify({ model: '@one/m', input: Array.from({ length: count }, () => 'x') })),
    null,
  );

describe('a request that takes several calls of the vendor', () => {
  it('takes as many as OpenAI takes texts', async () => {
    const made: UpstreamCall<JsonObject>[] = [];
    expect((await prepareCall(asking(2048), targetOf(made), 'production')).prepared).toHaveLength(2048);
    expect(made).toHaveLength(2048);
  });

  it('is refused before the first of them where it takes more', async () => {
    const made: UpstreamCall<JsonObject>[] = [];
    await expect(prepareCall(asking(2049), targetOf(made), 'production')).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
    expect(made).toHaveLength(0);
  });
});
