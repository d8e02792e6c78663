import { account, prices } from '../../../test/support/snapshot-fixture.js';
import { JsonBody } from '../../core/json-body.js';
import type { UploadedFile } from '../../providers/provider-strategy.js';
import { AudioLength } from './audio-length.js';
import { beginMeasuring, finishOf, finishOfBody, finishReasonIn, measured, ReplyMeter } from './reply-meter.js';

describe('ReplyMeter', () => {
  it('calls every listener once at its end, and a later one at once', () => {
    const meter = new ReplyMeter();
    const told: string[] = [];
    meter.onEnd(() => told.push('first'));
    meter.onEnd(() => told.push('second'));
    expect(told).toEqual([]);
    meter.end();
    meter.end();
    meter.onEnd(() => told.push('late'));
    expect(told).toEqual(['first', 'second', 'late']);
  });

  it('calls the other listeners where one throws', () => {
    const meter = new ReplyMeter();
    let told = 0;
    meter.onEnd(() => {
      throw new Error('no');
    });
    meter.onEnd(() => told++);
    meter.end();
    expect(told).toBe(1);
  });

  it('shows every piece to all listeners', () => {
    const meter = new ReplyMeter();
    const seen: string[] = [];
    meter.onPiece((bytes) => seen.push(`a${bytes.length}`));
    meter.onPiece((bytes) => seen.push(`b${bytes.length}`));
    meter.see(Buffer.from('x'));
    meter.see(Buffer.from('yz'));
    expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
  });
});

const reply = (choices: object[], fields = {}) => ({ id: '1', choices, ...fields }) as never;

describe('how an answer ended', () => {
  it.each([
    [[{ index: 0, finish_reason: 'stop' }], 'stop'],
    [[{ message: { content: 'ü "finish_reason": "length" \\' }, finish_reason: 'tool_calls' }], 'tool_calls'],
    [[{ finish_reason: 'length' }, { finish_reason: 'stop' }], 'length'],
    [[{ finish_reason: null }], null],
    [[{ finish_reason: 'x'.repeat(65) }], null],
    [[{ finish_reason: 7 }], null],
    [[], null],
  ])('reads %j, parsed or not', (choices, finishReason) => {
    const whole = reply(choices, { service_tier: 'flex', model: 'org/m-1:free' });
    expect(finishOf(whole)).toEqual({ finishReason, serviceTier: 'flex', servedModel: 'org/m-1:free' });
    expect(finishOfBody(JsonBody.of(whole))).toEqual({
      finishReason,
      serviceTier: 'flex',
      servedModel: 'org/m-1:free',
    });
  });

  it('makes nothing of a reply of another shape', () => {
    const nothing = { finishReason: null, serviceTier: null, servedModel: null };
    expect(finishOf({ choices: 'x', service_tier: {}, model: 7 })).toEqual(nothing);
    expect(finishOfBody(JsonBody.of({ data: [{ finish_reason: 'stop' }], service_tier: null, model: 7 }))).toEqual(
      nothing,
    );
  });

  it('finds how a reply ended wherever it says so', () => {
    const text = 'the word "finish_reason": "length" and é';
    for (const choice of [
      { finish_reason: 'stop', message: { content: text } },
      { message: { content: text }, finish_reason: 'stop' },
      { message: { content: text }, a: { finish_reason: null }, finish_reason: 'stop' },
    ]) {
      expect(finishOfBody(JsonBody.of({ choices: [choice] })).finishReason).toBe('stop');
    }
    expect(finishOfBody(JsonBody.of({ choices: [{ message: { content: text } }] })).finishReason).toBeNull();
  });

  it('passes over chunks with a null, however they are spaced', () => {
    expect(finishReasonIn('{"finish_reason":null}\n{"finish_reason": "stop"}')).toBe('stop');
    expect(finishReasonIn('{"finish_reason" : "content_filter"}')).toBe('content_filter');
    expect(finishReasonIn('{"text":"\\"finish_reason\\": \\"stop\\""}')).toBeNull();
    expect(finishReasonIn('"finish_reason":"')).toBeNull();
  });
});

describe('the length of a recording', () => {
  const file = { size: 1 } as UploadedFile;
  const call = (model: string) => ({
    endpoint: 'audio/transcriptions' as const,
    model,
    stream: false,
    body: JsonBody.of({ model }),
    file,
  });
  const openai = { ...account('a'), vendor: 'openai', pricingModelMap: {} };
  const ruler = (seconds: number | null) => Object.assign(new AudioLength(), { of: () => Promise.resolve(seconds) });

  it.each([
    ['whisper-1', 1.5],
    ['nobody-knows-this-one', 1.5],
    ['gpt-4o-transcribe', null],
  ])('is measured for %s: %j', async (model, seconds) => {
    const usage = await measured(beginMeasuring(call(model), openai, { prices, audioLength: ruler(1.5) }));
    expect(usage?.units['audio-second'] ?? null).toBe(seconds);
  });

  it('does not hold a finished reply up for long', async () => {
    expect(await measured(new Promise(() => undefined))).toBeNull();
  });

  it('is not known where nothing was sent', async () => {
    expect(
      await measured(
        beginMeasuring({ ...call('whisper-1'), file: undefined }, openai, { prices, audioLength: ruler(1) }),
      ),
    ).toBeNull();
  });
});
