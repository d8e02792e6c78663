import { version } from '../../../test/support/snapshot-fixture.js';
import { drawArm, drawsShadow } from './draw-arm.js';

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

describe('drawsShadow', () => {
  const shadow = (share: number, name = 'shadow', number = 1) => ({
    ...{ share, maxDailyCost: 1n, version: version(name, { version: number }) },
  });
  const requests = Array.from({ length: 20_000 }, (_, index) => `request-${index}`);
  const drawn = (...[rule, of]: [string, ReturnType<typeof shadow>]) =>
    new Set(requests.filter((id) => drawsShadow(rule, of, id)));

  it.each([1, 250, 5_000, 9_990])('draws %i of 10,000 requests, as often as chance allows', (share) => {
    const [expected, part] = [(requests.length * share) / 10_000, share / 10_000];
    const deviation = Math.sqrt(requests.length * part * (1 - part));
    expect(Math.abs(drawn('rule', shadow(share)).size - expected)).toBeLessThan(5 * deviation + 1);
  });

  it('draws all of a whole, and those of a smaller share among those of a larger one', () => {
    expect(drawn('rule', shadow(10_000)).size).toBe(requests.length);
    const [few, many] = [drawn('rule', shadow(1_000)), drawn('rule', shadow(2_000))];
    expect([...few].every((id) => many.has(id))).toBe(true);
  });

  it('is the same for each version, and another for each shadow, each rule and the arms that serve', () => {
    const all = drawn('rule', shadow(5_000));
    expect(drawn('rule', shadow(5_000, 'shadow', 2))).toEqual(all);
    const arms = [arm('variant-shadow', 5_000), arm('other', 5_000)];
    const onArm = new Set(requests.filter((id) => drawArm('rule', arms, id)?.key === 'variant-shadow'));
    for (const other of [drawn('rule', shadow(5_000, 'another')), drawn('another rule', shadow(5_000)), onArm]) {
      const both = [...all].filter((id) => other.has(id)).length;
      // A quarter of all where the two know nothing of one another.
      expect(Math.abs(both - requests.length / 4)).toBeLessThan(5 * Math.sqrt((requests.length * 3) / 16));
    }
  });
});
