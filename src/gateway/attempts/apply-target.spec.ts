import { account, version } from '../../../test/support/snapshot-fixture.js';
import { compilePrompt } from '../../configs/snapshot/prompt-template.js';
import type { VersionEntry } from '../../configs/snapshot/config-snapshot.js';
import { readRequest } from '../planning/read-request.js';
import type { Target } from '../planning/route-plan.js';
import { applyTarget } from './apply-target.js';

const direct: Target = { origin: { kind: 'direct' }, account: account('a'), model: 'vendor-model', version: null };
const through = (fields: Partial<VersionEntry>): Target => ({
  ...direct,
  origin: { kind: 'config', configId: 'c', config: 'c', ruleId: 'r' },
  version: version('v', fields),
});
const read = (text: string) => readRequest('chat/completions', Buffer.from(text), null);
const sent = (text: string, target: Target, keepsMetadata = false) =>
  applyTarget(read(text), target, keepsMetadata).call.body.bytes.toString();

const BASE = '{"model":"@a/b","messages":[{"role":"user","content":"hi"}]';

describe('applyTarget', () => {
  it('changes the model and nothing else, byte for byte', () => {
    const text =
      '{ "temperature": 1.0, "model" : "@a/b",\n "messages": [ {"role":"user","content":"h\\u0069 \\/ é"} ], "unknown": 12345678901234567890 }';
    expect(sent(text, direct)).toBe(
      '{"temperature": 1.0,"model":"vendor-model","messages": [ {"role":"user","content":"h\\u0069 \\/ é"} ],"unknown": 12345678901234567890}',
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

  it('keeps metadata at home, but for vendors that store it', () => {
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
      const applied = applyTarget(read(`${BASE}${callers}}`), through({ parameters, parameterModes: modes }), false);
      const { model: _model, messages: _messages, ...rest } = applied.call.body.toObject();
      return { ...rest, dropped: applied.dropped };
    };

    it('override by default', () => {
      expect(apply(',"temperature":2', { temperature: 0.5 }, {})).toEqual({ temperature: 0.5, dropped: [] });
    });

    it('fill in for a silent caller, null being silence', () => {
      expect(apply(',"temperature":2', { temperature: 0.5 }, { temperature: 'default' })).toEqual({
        temperature: 2,
        dropped: [],
      });
      expect(apply(',"temperature":null', { temperature: 0.5 }, { temperature: 'default' })).toEqual({
        temperature: 0.5,
        dropped: [],
      });
    });

    it('cap a number, and silence with it', () => {
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
    });

    it('forbid what the caller sent, and say so', () => {
      expect(apply(',"seed":7,"top_p":1', {}, { seed: 'forbid' })).toEqual({ top_p: 1, dropped: ['seed'] });
    });

    it('are left out by name where the endpoint does not know them', () => {
      const embeddings = readRequest('embeddings', Buffer.from('{"model":"@a/b","input":"x"}'), null);
      const { call, dropped } = applyTarget(
        embeddings,
        through({ parameters: { max_tokens: 5, dimensions: 8 } }),
        false,
      );
      expect(call.body.toObject()).toEqual({ model: 'vendor-model', input: 'x', dimensions: 8 });
      expect(dropped).toEqual(['max_tokens']);
    });

    it('never touch the stream', () => {
      expect(apply(',"stream":true', { stream: false, stream_options: {} }, {})).toEqual({
        stream: true,
        stream_options: { include_usage: true },
        dropped: [],
      });
    });
  });
});
