import { hopMark, nextHops } from './hops.js';

const mark = hopMark(Buffer.alloc(32, 1));
const others = [2, 3, 4, 5].map((byte) => hopMark(Buffer.alloc(32, byte)));

describe('nextHops', () => {
  it('begins with the own mark, and adds it to those of others', () => {
    expect(nextHops(undefined, mark)).toBe(mark);
    expect(nextHops('', mark)).toBe(mark);
    expect(nextHops(others[0], mark)).toBe(`${others[0]},${mark}`);
  });

  it('refuses a call that was here, directly or by way of others', () => {
    for (const received of [
      mark,
      `${others[0]},${mark}`,
      `${mark}, ${others[0]}`,
      `${others[0]},${mark},${others[1]}`,
    ]) {
      expect(() => nextHops(received, mark)).toThrow(expect.objectContaining({ status: 400, code: 'request_loop' }));
    }
  });

  it('refuses a call that has come through too many gateways', () => {
    expect(nextHops(others.slice(0, 3).join(','), mark)).toContain(mark);
    expect(() => nextHops(others.join(','), mark)).toThrow(expect.objectContaining({ code: 'request_loop' }));
  });

  it('passes nothing on that a caller made up', () => {
    for (const received of [
      '1',
      'sk-secret',
      `${mark.toUpperCase()}x`,
      `${others.join(',')},`,
      '0'.repeat(16) + '\n',
    ]) {
      expect(() => nextHops(received, mark)).toThrow(expect.objectContaining({ status: 400 }));
    }
  });
});
