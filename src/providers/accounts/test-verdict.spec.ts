import { prices } from '../../../test/support/snapshot-fixture.js';
import type { FailureKind } from '../../core/errors.js';
import { readError as readOpenAiError } from '../vendors/openai-compatible/read-error.js';
import { VENDORS } from '../vendors/index.js';
import { planTestCall, type TestCall } from './plan-test-call.js';
import { toVerdict } from './test-verdict.js';

const listing: TestCall = {
  kind: 'models',
  listing: { toRequest: () => ({ method: 'GET', url: 'https://x', headers: {}, body: null }), fromResponse: () => [] },
};
const chat: TestCall = {
  kind: 'chat',
  adapter: { kind: 'pass-through', toRequest: () => ({ request: listing.listing.toRequest(), dropped: [] }) },
  model: 'm-1',
  named: true,
};

/** The verdict on a vendor's refusal, read as that of an OpenAI-like host. */
function refused(call: TestCall, status: number, error: object) {
  const { kind, message, code = null } = readOpenAiError({ status, headers: {}, body: JSON.stringify({ error }) });
  return toVerdict(call, { status, failure: { kind, message, code }, models: null });
}

describe('toVerdict', () => {
  it.each([
    [0, 'The credentials work: the provider answers, and lists no models.'],
    [1, 'The credentials work: 1 model is listed.'],
    [1_042, 'The credentials work: 1042 models are listed.'],
  ])('counts %d models and names the first thousand', (models, message) => {
    const names = Array.from({ length: models }, (_, index) => `m-${index}`);
    const verdict = toVerdict(listing, { status: 200, failure: null, models: names });
    expect(verdict).toEqual({
      ...{ ok: true, call: 'models', model: null, status: 200, message, models, modelNames: names.slice(0, 1_000) },
    });
  });

  it('says that a model answers', () => {
    const message = 'The credentials work: the model "m-1" answers.';
    expect(toVerdict(chat, { status: 200, failure: null, models: null })).toEqual({
      ...{ ok: true, call: 'chat', model: 'm-1', status: 200, message },
    });
  });

  it.each([
    [401, { message: 'no' }, 'The provider refused the credentials that this gateway holds for it (401).'],
    [403, {}, 'The provider does not allow the account that this gateway uses to make this call (403).'],
    [
      404,
      { message: 'The model `m-1` does not exist.', code: 'model_not_found' },
      'The model "m-1" cannot be used with this account: The model `m-1` does not exist.',
    ],
    [
      404,
      { message: 'Resource not found.' },
      'There is nothing to call at this address (404), or no such model: Resource not found: check the base URL.',
    ],
    [400, { message: 'No\n chat. ' }, 'The provider refused the call (400): No chat.'],
    [429, { message: 'Slow down.' }, 'The credentials work, but the provider limits their calls just now: Slow down.'],
    [
      429,
      { code: 'insufficient_quota' },
      'The credentials work, but the quota or balance of the account at the provider is used up.',
    ],
    [
      503,
      {},
      'The provider failed or is overloaded (503): this says nothing about the credentials, so try again later.',
    ],
    [301, {}, 'The provider answered with status 301, which is no answer: check the base URL.'],
  ])('names the cause of a %d with %j', (status, error, message) => {
    expect(refused(chat, status, error)).toEqual({ ok: false, call: 'chat', model: 'm-1', status, message });
  });

  it('tells a model of our choice from one that was asked for', () => {
    const failure = { kind: 'request-rejected', message: 'Unknown.', code: 'model_not_found' } as const;
    expect(toVerdict({ ...chat, named: false }, { status: 404, failure, models: null }).message).toBe(
      'The model "m-1", tried because none was named, cannot be used with this account: Unknown.',
    );
  });

  it('asks for a model where a host has no list', () => {
    expect(refused(listing, 404, { message: 'page not found' }).message).toBe(
      'The provider has no list of models at this address (404): check the base URL, or name a model to test.',
    );
  });

  it.each<FailureKind>(['request-rejected', 'model-failed', 'rate-limited'])(
    'masks secrets and bounds what a vendor says (%s)',
    (kind) => {
      const failure = { kind, message: `sk-proj-abcdefghijk is wrong. ${'x'.repeat(5_000)}`, code: null };
      const { message } = toVerdict(chat, { status: 400, failure, models: null });
      expect(message).not.toContain('abcdefghijk');
      expect(message.length).toBeLessThan(400);
    },
  );
});

describe('planTestCall', () => {
  const context = { prices, at: new Date('2026-11-01T00:00:00Z') };
  const [bedrock, openai] = ['bedrock', 'openai'].map((vendor) => {
    const credentials = { region: 'us-east-1', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', apiKey: 'key' };
    const transport = { send: () => Promise.reject(new Error('nothing is sent')) };
    return VENDORS.find((known) => known.vendor === vendor)?.connect({ credentials, baseUrl: null, transport });
  });
  if (bedrock === undefined || openai === undefined) throw new Error('vendors are missing');

  it('lists models where it can, and asks the model that is named', () => {
    expect(planTestCall({ ...context, vendor: 'openai', connection: openai })).toMatchObject({ kind: 'models' });
    expect(planTestCall({ ...context, vendor: 'openai', connection: openai }, 'gpt-9')).toMatchObject({
      kind: 'chat',
      model: 'gpt-9',
      named: true,
    });
  });

  it('asks the cheapest chat model where no models can be listed', () => {
    expect(planTestCall({ ...context, vendor: 'bedrock', connection: bedrock })).toMatchObject({
      ...{ kind: 'chat', model: 'amazon.nova-micro-v1:0', named: false },
    });
  });

  it('has no call without a model to ask, or without a chat', () => {
    expect(planTestCall({ ...context, vendor: 'unpriced', connection: bedrock })).toBeNull();
    expect(
      planTestCall({ ...context, vendor: 'openai', connection: { ...openai, endpoints: {} } }, 'gpt-9'),
    ).toBeNull();
  });
});
