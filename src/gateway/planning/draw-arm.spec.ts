import { drawArm } from './draw-arm.js';

const arm = (key: string, weight: number) => ({ key, weight });
const subjects = Array.from({ length: 10_000 }, (_, index) => `user-${index}`);

describe('drawArm', () => {
  it('keeps a subject on its arm whatever the order of the arms', () => {
    const arms = [arm('a', 3000), arm('b', 7000)];
    for (const subject of subjects.slice(0, 200)) {
      expect(drawArm('rule', arms, subject)?.key).toBe(drawArm('rule', [...arms].reverse(), subject)?.key);
    }
  });

  it('shares subjects out by weight', () => {
    const arms = [arm('a', 1000), arm('b', 2500), arm('c', 6500)];
    const counts = new Map<string, number>();
    for (const subject of subjects) {
      const key = drawArm('rule', arms, subject)?.key ?? '';
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect((counts.get('a') ?? 0) / subjects.length).toBeCloseTo(0.1, 1);
    expect((counts.get('b') ?? 0) / subjects.length).toBeCloseTo(0.25, 1);
    expect((counts.get('c') ?? 0) / subjects.length).toBeCloseTo(0.65, 1);
  });

  it('moves only subjects towards an arm whose weight grows', () => {
    const before = [arm('a', 2000), arm('b', 8000)];
    const after = [arm('a', 4000), arm('b', 6000)];
    for (const subject of subjects) {
      const was = drawArm('rule', before, subject)?.key;
      const is = drawArm('rule', after, subject)?.key;
      if (was !== is) expect([was, is]).toEqual(['b', 'a']);
    }
  });

  it('never draws an arm without weight, and nothing where no arm has any', () => {
    const arms = [arm('off', 0), arm('on', 10_000)];
    expect(new Set(subjects.map((subject) => drawArm('rule', arms, subject)?.key))).toEqual(new Set(['on']));
    expect(drawArm('rule', [arm('off', 0)], 'someone')).toBeUndefined();
  });

  it('draws independently in different rules', () => {
    const arms = [arm('a', 5000), arm('b', 5000)];
    const same = subjects.filter(
      (subject) => drawArm('one', arms, subject)?.key === drawArm('two', arms, subject)?.key,
    );
    expect(same.length / subjects.length).toBeCloseTo(0.5, 1);
  });
});
