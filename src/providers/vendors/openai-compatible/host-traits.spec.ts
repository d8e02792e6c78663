import { traitsOf } from '../azure/addresses.js';
import { HostTraits, knownTraits } from './host-traits.js';

const ANY = { streamOptions: true, developerRole: true };
const SENT = { streamOptions: { include_usage: true }, developer: true };
const refusal = (message: string, param: string | null = null) => ({ kind: 'request-rejected', message, param });

describe('what a host takes', () => {
  it.each([
    ['https://api.openai.com/v1', true, true],
    ['https://api.deepseek.com', true, false],
    ['https://api.mistral.ai/v1', false, false],
    ['https://dashscope-intl.aliyuncs.com/compatible-mode/v1', true, false],
    ['https://notapi.deepseek.com.example/v1', true, true],
    ['http://127.0.0.1:8000/v1', true, true],
  ])('is known of %s', (base, streamOptions, developerRole) => {
    expect(knownTraits(base)).toEqual({ streamOptions, developerRole });
  });

  it.each([
    [undefined, undefined, true, true],
    ['2024-06-01', undefined, false, false],
    ['2024-10-21', undefined, true, false],
    ['2025-01-01-preview', undefined, true, true],
    ['preview', undefined, true, true],
    [undefined, 'my-gpt', true, false],
  ])('is known of Azure’s version %s (deployment %s)', (apiVersion, deploymentId, streamOptions, developerRole) => {
    const credentials = { authMethod: 'apiKey' as const, apiVersion, deploymentId };
    expect(traitsOf(credentials)).toEqual({ streamOptions, developerRole });
  });

  it('is what the account says, whatever is known or learnt', () => {
    const set = new HostTraits(knownTraits('https://api.mistral.ai'), { streamOptions: 'send', developerRole: 'send' });
    expect(set.learn(refusal('stream_options: extra inputs are not permitted'), SENT)).toBe(false);
    expect([set.takesStreamOptions, set.takesDeveloperRole]).toEqual([true, true]);
    const omits = new HostTraits(ANY, { streamOptions: 'omit', developerRole: 'system' });
    expect([omits.takesStreamOptions, omits.takesDeveloperRole]).toEqual([false, false]);
  });

  it.each([
    ["Unrecognized request argument supplied: 'stream_options'", null],
    ['Extra inputs are not permitted', 'stream_options'],
    ['unknown field include_usage', null],
  ])('is learnt from %s', (message, param) => {
    const traits = new HostTraits(ANY);
    expect(traits.learn(refusal(message, param), SENT)).toBe(true);
    expect([traits.takesStreamOptions, traits.takesDeveloperRole]).toEqual([false, true]);
    expect(traits.learn(refusal(message, param), SENT)).toBe(false);
  });

  it.each([
    'messages[0].role: unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`',
    "'developer' is not one of ['system', 'assistant', 'user', 'tool', 'function'] - 'messages.0.role'",
    'Unexpected message role.',
  ])('is learnt of roles from %s', (message) => {
    const traits = new HostTraits(ANY);
    expect(traits.learn(refusal(message), SENT)).toBe(true);
    expect([traits.takesStreamOptions, traits.takesDeveloperRole]).toEqual([true, false]);
  });

  it.each([
    ["Additional properties are not allowed ('refusal', 'parsed' were unexpected) - 'messages.2'", 'refusal', 'parsed'],
    ["Unknown parameter: 'messages[1].reasoning_content'.", 'reasoning_content'],
    ["'messages.1' : property 'reasoning' is unsupported", 'reasoning'],
    ['messages.3.thinking_blocks: Extra inputs are not permitted', 'thinking_blocks'],
    ["Unknown parameter: 'messages[1].tool_calls[0].extra_content'.", 'extra_content'],
  ])('is learnt of members of messages from %s', (message, ...members) => {
    const traits = new HostTraits(ANY);
    expect(traits.learn(refusal(message), SENT)).toBe(true);
    expect([...traits.unknownMembers].sort()).toEqual([...members].sort());
    expect(traits.learn(refusal(message), SENT)).toBe(false);
  });

  it.each([
    "Unknown parameter: 'messages[0].content'.",
    'The `reasoning_content` in the thinking mode must be passed back to the API.',
    "messages: the text 'audio' is too long",
    "Unknown parameter: 'messages[0].audio.id'.",
  ])('is not learnt of members from %s', (message) => {
    const traits = new HostTraits(ANY);
    expect(traits.learn(refusal(message), { streamOptions: undefined, developer: false })).toBe(false);
    expect(traits.unknownMembers.size).toBe(0);
  });

  it('is not learnt from what was not sent, or was the caller’s own, or was no refusal', () => {
    const traits = new HostTraits(ANY);
    const about = refusal('stream_options or the role developer is not supported');
    expect(traits.learn(about, { streamOptions: undefined, developer: false })).toBe(false);
    const own = { include_usage: true, include_obfuscation: true };
    expect(traits.learn(about, { streamOptions: own, developer: false })).toBe(false);
    expect(traits.learn({ ...about, kind: 'rate-limited' }, SENT)).toBe(false);
    expect(traits.learn(refusal('max_tokens is too large'), SENT)).toBe(false);
    expect([traits.takesStreamOptions, traits.takesDeveloperRole]).toEqual([true, true]);
  });
});
