import { uuidV7 } from './http-adapter.js';

describe('uuidV7', () => {
  it('is the example of RFC 9562, appendix A.6', () => {
    const random = '00000000-0000-4cc3-98c4-dc0c0c07398f';
    expect(uuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('has version 7, the variant of the RFC, and is never twice the same', () => {
    const ids = Array.from({ length: 1_000 }, () => uuidV7());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sorts by time, and stays a UUID whatever the clock says', () => {
    expect(uuidV7(1_000) < uuidV7(1_001)).toBe(true);
    expect(uuidV7(0xffff) < uuidV7(0x10000)).toBe(true);
    for (const time of [-1, 0, 0.7, 2 ** 48 + 5]) expect(uuidV7(time)).toHaveLength(36);
  });
});
