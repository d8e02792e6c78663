import { ReplyMeter } from './reply-meter.js';

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
