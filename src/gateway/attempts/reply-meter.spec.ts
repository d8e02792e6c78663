import { JsonBody } from '../../core/json-body.js';
import { finishOf, finishOfBody, finishReasonIn, ReplyMeter } from './reply-meter.js';

describe('ReplyMeter', () => {
  it('tells every listener of its end once, those at once that come later', () => {
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

  it('tells the others where one throws', () => {
    const meter = new ReplyMeter();
    let told = 0;
    meter.onEnd(() => {
      throw new Error('no');
    });
    meter.onEnd(() => told++);
    meter.end();
    expect(told).toBe(1);
  });

  it('shows every piece to all who look', () => {
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
    const whole = reply(choices, { service_tier: 'flex' });
    expect(finishOf(whole)).toEqual({ finishReason, serviceTier: 'flex' });
    expect(finishOfBody(JsonBody.of(whole))).toEqual({ finishReason, serviceTier: 'flex' });
  });

  it('makes nothing of a reply of another shape', () => {
    const nothing = { finishReason: null, serviceTier: null };
    expect(finishOf({ choices: 'x', service_tier: {} })).toEqual(nothing);
    expect(finishOfBody(JsonBody.of({ data: [{ finish_reason: 'stop' }], service_tier: null }))).toEqual(nothing);
  });

  it('passes over chunks that say null, however they are spaced', () => {
    expect(finishReasonIn('{"finish_reason":null}\n{"finish_reason": "stop"}')).toBe('stop');
    expect(finishReasonIn('{"finish_reason" : "content_filter"}')).toBe('content_filter');
    expect(finishReasonIn('{"text":"\\"finish_reason\\": \\"stop\\""}')).toBeNull();
    expect(finishReasonIn('"finish_reason":"')).toBeNull();
  });
});
