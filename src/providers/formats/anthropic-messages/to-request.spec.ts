import type { JsonObject } from '../../../core/json.js';
import { convert } from '../../../../test/support/claude-request.js';

describe('parameters for Claude', () => {
  it('say a limit always, the caller’s or the model’s', () => {
    expect(convert({}).body.max_tokens).toBe(16_384);
    expect(convert({}, 'claude-sonnet-4-5', true).body.max_tokens).toBe(64_000);
    expect(convert({}, 'claude-3-haiku-20240307').body.max_tokens).toBe(4096);
    expect(convert({ max_tokens: 7, max_completion_tokens: 9 }).body.max_tokens).toBe(9);
  });

  it.each<[string, JsonObject]>([
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['top_logprobs', { top_logprobs: 3 }],
    ['logit_bias', { logit_bias: { 5: 1 } }],
    ['frequency_penalty', { frequency_penalty: 0.5 }],
    ['presence_penalty', { presence_penalty: -1 }],
    ['audio', { audio: { voice: 'alloy', format: 'wav' } }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['web_search_options', { web_search_options: {} }],
    ['tools[0].type', { tools: [{ type: 'custom', custom: { name: 'x' } }] }],
    [
      'messages[0].content[0].input_audio',
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } }] }] },
    ],
    [
      'messages[0].content[0].file.file_id',
      { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] },
    ],
    [
      'messages[0].content[0].image_url',
      {
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/tiff;base64,AA' } }] }],
      },
    ],
  ])('refuse %s, which would change the answer', (param, json) => {
    expect(() => convert(json)).toThrow(expect.objectContaining({ status: 400, code: 'unsupported_parameter', param }));
  });

  it('leave out hints by name, and ask for nothing that was not asked for', () => {
    const hints = {
      seed: 1,
      frequency_penalty: 0,
      verbosity: 'low',
      prediction: {},
      store: true,
      prompt_cache_key: 'k',
      made_up: 1,
    };
    const { body, dropped } = convert({ ...hints, n: 1, logprobs: false, logit_bias: {}, stream_options: null });
    expect([...dropped].sort()).toEqual(Object.keys(hints).sort());
    expect(Object.keys(body).sort()).toEqual(['max_tokens', 'messages']);
  });

  it('clamp the temperature, and give temperature or top_p as the family takes them', () => {
    expect(convert({ temperature: 1.5 })).toMatchObject({ body: { temperature: 1 }, dropped: ['temperature'] });
    expect(convert({ temperature: 0.5, top_p: 0.9 })).toMatchObject({ body: { temperature: 0.5 }, dropped: ['top_p'] });
    expect(convert({ temperature: 0.5, top_p: 0.9 }, 'claude-3-opus-20240229').body).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
    });
  });

  it('trap 6: the newest models get no sampling at all', () => {
    const { body, dropped } = convert({ temperature: 0.2, top_p: 0.9, top_k: 4 }, 'claude-opus-4-8');
    expect(dropped).toEqual(['temperature', 'top_p', 'top_k']);
    expect(Object.keys(body)).toEqual(['max_tokens', 'messages']);
  });

  it('name the user, the tier and the ends', () => {
    const { body, dropped } = convert({ user: 'u1', service_tier: 'default', stop: ['END', '\n'] });
    expect(body).toMatchObject({ metadata: { user_id: 'u1' }, service_tier: 'standard_only', stop_sequences: ['END'] });
    expect(dropped).toEqual(['stop']);
    expect(convert({ safety_identifier: 's', user: 'u', service_tier: 'flex' })).toMatchObject({
      body: { metadata: { user_id: 's' } },
      dropped: ['service_tier'],
    });
  });
});

describe('the user for Claude', () => {
  const idOf = (user: string) => convert({ user }).body.metadata.user_id;

  it.each([
    'ann@example.com',
    'Ann <ann@mail.example.org>',
    '+1 (555) 010-9999',
    '0049 30 1234567',
    '5550109999',
    'x'.repeat(257),
  ])('is a hash where it is %s', (user) => {
    expect(idOf(user)).toMatch(/^[0-9a-f]{64}$/);
    expect(idOf(user)).toBe(idOf(user));
  });

  it('is a hash where it is longer than any pattern could be looked for in', () => {
    const { body } = convert({ safety_identifier: 'x'.repeat(2_000_000) });
    expect(body.metadata.user_id).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['u-1', '550e8400-e29b-41d4-a716-446655440000', 'team@42', 'order 17'])('is %s as it is', (user) => {
    expect(idOf(user)).toBe(user);
  });
});
