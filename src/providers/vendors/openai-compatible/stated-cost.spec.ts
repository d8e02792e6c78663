import { framesOf, recordingsOf, type Recording } from '../../../../test/support/recordings.js';
import { formatUsd } from '../../../catalog/cost-of-usage.js';
import { isJsonObject, type JsonValue } from '../../../core/json.js';
import { readStatedCost } from './stated-cost.js';

const read = (usage: JsonValue | undefined, headers?: Record<string, string>): string | null => {
  const cost = readStatedCost(usage, headers);
  return cost === null ? null : formatUsd(cost);
};

describe('what a host says that a call cost', () => {
  it.each<[string, JsonValue, string | null]>([
    ['OpenRouter', { cost: 0.000151, is_byok: false, cost_details: { upstream_inference_cost: 0.000151 } }, '0.000151'],
    [
      'OpenRouter, with a vendor’s own key',
      { cost: 0.5, is_byok: true, cost_details: { upstream_inference_cost: 10 } },
      '10.5',
    ],
    ['OpenRouter, with a key whose vendor says nothing', { cost: 0.5, is_byok: true, cost_details: {} }, null],
    ['OpenRouter, of a free model', { cost: 0 }, '0'],
    ['xAI', { cost_in_usd_ticks: 37_756_000 }, '0.0037756'],
    ['xAI, an image', { cost_in_usd_ticks: 200_000_000 }, '0.02'],
    ['Perplexity', { cost: { input_tokens_cost: 0.001, request_cost: 0.005, total_cost: 0.006 } }, '0.006'],
    ['Perplexity, in another currency', { cost: { currency: 'EUR', total_cost: 0.006 } }, null],
    ['DeepInfra', { prompt_tokens: 3, estimated_cost: 7.2e-7 }, '0.00000072'],
    ['a proxy that writes texts', { cost: '1.25e-03' }, '0.00125'],
    ['nobody', { prompt_tokens: 3 }, null],
    ['nonsense', { cost: -1, estimated_cost: 'free' }, null],
    ['no usage', null, null],
  ])('is read from the usage of %s', (_name, usage, cost) => {
    expect(read(usage)).toBe(cost);
  });

  it('is read from LiteLLM’s header, where the reply says nothing', () => {
    expect(read({ prompt_tokens: 3 }, { 'x-litellm-response-cost': '1.65e-05' })).toBe('0.0000165');
    expect(read({ cost: 1 }, { 'x-litellm-response-cost': '2' })).toBe('1');
    expect(read(undefined, { 'x-litellm-response-cost': 'None' })).toBeNull();
  });

  const usagesOf = (recording: Recording): JsonValue[] => {
    const { response } = recording;
    const bodies = response.json === undefined ? (framesOf(recording) ?? []) : [response.json];
    return bodies.flatMap((body) => (isJsonObject(body) && isJsonObject(body['usage']) ? [body['usage']] : []));
  };
  const charged = ['openrouter', 'xai']
    .flatMap((provider) => recordingsOf(provider))
    .map((recording) => [recording.id, usagesOf(recording)] as const)
    .filter(([, usages]) => usages.length > 0);

  it('is in every recorded reply of hosts that say it', () => {
    expect(charged.length).toBeGreaterThan(30);
    const silent = charged.filter(([, usages]) => !usages.some((usage) => readStatedCost(usage) !== null));
    // From before OpenRouter said it unasked.
    expect(silent.map(([id]) => id)).toEqual(['openrouter-cache-read-plain-1']);
  });
});
