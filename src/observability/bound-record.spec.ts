import { logRecord } from '../../test/support/log-record.js';
import { boundRecord, cut, RECORD_LIMITS } from './bound-record.js';
import { toLine } from './log-journal.js';
import type { AttemptRecord, RequestLogRecord } from './log-record.js';

const ATTEMPT: AttemptRecord = {
  reason: 'first',
  because: null,
  provider: 'main',
  vendor: 'openai',
  model: 'm',
  variant: null,
  status: 200,
  error: null,
  message: null,
  startedAt: '2026-11-20T10:00:00.000Z',
  latencyMs: 1,
  upstreamRequestId: null,
};

describe('boundRecord', () => {
  it('leaves a plausible record as it is', () => {
    const record = logRecord({
      attempts: [ATTEMPT, { ...ATTEMPT, status: 500, message: 'It broke.' }],
      tags: { userId: 'ü', team: 'x'.repeat(512) },
      dropped_params: ['seed'],
      request_body: '{"a":1}',
      response_body: 'x'.repeat(300_000),
    });
    expect(boundRecord(record)).toEqual(record);
    expect(toLine(boundRecord(record))).toBe(toLine(record));
  });

  it('keeps the worst that anybody can send below the stated total', () => {
    const huge = '\u0001'.repeat(2_000_000);
    const long = '\u0001'.repeat(5_000);
    const texts = Object.fromEntries(Object.entries(logRecord()).map(([member]) => [member, huge]));
    const attempt = Object.fromEntries(Object.entries(ATTEMPT).map(([member]) => [member, long])) as never;
    const record = {
      ...logRecord(),
      ...texts,
      ...{ started_at: '2026-11-20T10:00:00.000Z', request_id: 'r', environment_id: 'e' },
      ...{ secret_id: 'i', config_id: 'i', variant_id: 'i', provider_id: 'i', rule_id: 'i', price_ids: ['i'] },
      ...{
        split_id: '1',
        drawn_arm: null,
        shadow_of: null,
        served_call: null,
        latency_ms: 1,
        first_token_ms: 1,
        status: 200,
        version: 1,
        arm_weight: 1,
        streaming: true,
        aborted: true,
      },
      usage: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${long}`, long])),
      tags: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${long}`, long])),
      attempts: Array.from({ length: 200 }, () => attempt),
      dropped_params: Array.from({ length: 4_096 }, () => long),
    } as RequestLogRecord;
    expect(Buffer.byteLength(toLine(boundRecord(record)))).toBeLessThan(RECORD_LIMITS.recordBytes);
  });

  it('says how much was left out', () => {
    const names = Array.from({ length: 100 }, (_, index) => `field${index}`);
    expect(boundRecord(logRecord({ dropped_params: names })).dropped_params).toEqual([
      ...names.slice(0, 64),
      '… and 36 more',
    ]);
    const attempts = Array.from({ length: 40 }, (_, index) => ({ ...ATTEMPT, status: index }));
    const kept = boundRecord(logRecord({ attempts })).attempts?.map(({ status }) => status);
    expect(kept).toEqual([...Array.from({ length: 31 }, (_, index) => index), 39]);
    expect(boundRecord(logRecord({ model: 'x'.repeat(300) })).model).toBe(`${'x'.repeat(255)}…`);
    expect(boundRecord(logRecord({ request_body: 'x'.repeat(500_000) })).request_body).toMatch(/^x{300000,}… \[cut\]$/);
  });

  it.each([1.5, -1, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY])('takes %p tokens for not known', (count) => {
    const bounded = boundRecord(logRecord({ input_tokens: count, reasoning_tokens: count, output_tokens: 5 }));
    expect(bounded).toMatchObject({ input_tokens: null, reasoning_tokens: null, output_tokens: 5 });
  });

  it('takes a cost that no column holds for not known', () => {
    expect(boundRecord(logRecord({ cost: '1234567890123' })).cost).toBeNull();
    expect(boundRecord(logRecord({ cost: '123456789012.000000000001' })).cost).toBe('123456789012.000000000001');
  });

  it('keeps seconds, and nothing that is no number', () => {
    const usage = { 'audio-second': 1.5, input: 1e300, output: -1, imageSize: '9'.repeat(1_000) };
    expect(boundRecord(logRecord({ usage })).usage).toEqual({
      'audio-second': 1.5,
      input: null,
      output: null,
      imageSize: `${'9'.repeat(127)}…`,
    });
  });
});

describe('cut', () => {
  it('never leaves half a character', () => {
    expect(cut('ab😀', 4)).toBe('ab😀');
    expect(cut('ab😀c', 4)).toBe('ab…');
    expect(cut('abc😀', 4)).toBe('abc…');
  });
});
