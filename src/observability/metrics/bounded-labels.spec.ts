import fc from 'fast-check';
import { Buckets } from './buckets.js';
import { faultOf } from './fault.js';
import { KnownModels } from './known-models.js';
import { LabelTree } from './label-tree.js';

const catalog = { find: (_vendor: string, model: string) => (model === 'listed' ? ({} as never) : null) };
const called = { provider: 'p', vendor: 'v', isConfigured: false, isAnswered: false };

describe('labels', () => {
  it('are given to models that a config names, the catalog knows or a vendor answers for, and stay', () => {
    const models = new KnownModels();
    expect(models.labelOf({ ...called, model: 'made-up' }, catalog)).toBe('other');
    expect(models.labelOf({ ...called, model: 'listed' }, catalog)).toBe('listed');
    expect(models.labelOf({ ...called, model: 'answered', isAnswered: true }, catalog)).toBe('answered');
    expect(models.labelOf({ ...called, model: 'answered' }, catalog)).toBe('answered');
    expect(models.labelOf({ ...called, model: 'set-up', isConfigured: true }, catalog)).toBe('set-up');
    expect(models.labelOf({ ...called, provider: null, model: null }, catalog)).toBe('');
    expect([models.has('p', 'answered'), models.has('p', 'made-up'), models.has('q', 'answered')]).toEqual([
      ...[true, false, false],
    ]);
  });

  it('are a bounded number, whatever vendors answer to', () => {
    const models = new KnownModels();
    const labels = new Set<string>();
    for (let at = 0; at < 1_000; at++) {
      labels.add(models.labelOf({ ...called, model: `any-${at}`, isAnswered: true }, catalog));
    }
    expect(labels.size).toBe(101);
    expect(labels).toContain('other');
  });

  it('are counted together past the most combinations, and nothing is lost', () => {
    const tree = new LabelTree(['a', 'b'], 3, () => ({ count: 0 }));
    for (const pair of ['xx', 'xy', 'yx', 'zz', 'zx', 'xx']) tree.find(pair.charAt(0), pair.charAt(1)).count++;
    expect([...tree.all].map(({ labels, counted }) => [labels['a'], labels['b'], counted.count])).toEqual([
      ['x', 'x', 2],
      ['x', 'y', 1],
      ['y', 'x', 1],
      ['other', 'other', 2],
    ]);
  });

  it('name causes of a closed set, whatever codes vendors have', () => {
    const causes = new Set<string>();
    const failed = fc.record({
      error_code: fc.option(
        fc.oneof(fc.string(), fc.constantFrom('upstream_error', 'rate_limit_exceeded', '__proto__')),
      ),
      status: fc.integer({ min: 400, max: 599 }),
      provider: fc.option(fc.constant('p')),
    });
    fc.assert(
      fc.property(failed, (record) => {
        causes.add(faultOf(record).cause);
      }),
    );
    const known = ['invalid_request', 'request_rejected', 'upstream_error', 'internal_error', 'too_many_calls'];
    expect([...known, 'rate_limit_exceeded']).toEqual(expect.arrayContaining([...causes]));
  });

  it('tell the limit of an environment from that of a vendor', () => {
    const limited = { error_code: 'rate_limit_exceeded', status: 429 };
    expect(faultOf({ ...limited, provider: null })).toEqual({ owner: 'caller', cause: 'too_many_calls' });
    expect(faultOf({ ...limited, provider: 'p' })).toEqual({ owner: 'vendor', cause: 'rate_limit_exceeded' });
  });
});

describe('buckets', () => {
  it('hold what is up to their bound, and all in the last one', () => {
    const buckets = new Buckets([0.1, 1]);
    for (const ms of [0, 100, 100.1, 1_000, 5_000]) buckets.add(ms);
    expect([...buckets.cumulative()]).toEqual([
      [0.1, 2],
      [1, 4],
      ['+Inf', 5],
    ]);
    expect([buckets.count, buckets.sum]).toEqual([5, expect.closeTo(6.2001)]);
  });
});
