import { account } from '../../../test/support/snapshot-fixture.js';
import type { ProviderConnection, UpstreamCall } from '../../providers/provider-strategy.js';
import type { JsonObject } from '../../core/json.js';
import { readRequest } from '../endpoints/read-request.js';
import type { Target } from '../planning/route-plan.js';
import { adapt } from './adapt.js';
import { embeddings } from '../endpoints/embeddings.js';

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
    expect((await adapt(asking(2048), targetOf(made))).prepared).toHaveLength(2048);
    expect(made).toHaveLength(2048);
  });

  it('is refused before the first of them where it takes more', async () => {
    const made: UpstreamCall<JsonObject>[] = [];
    await expect(adapt(asking(2049), targetOf(made))).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    expect(made).toHaveLength(0);
  });
});
