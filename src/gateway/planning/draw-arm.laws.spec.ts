import { hash } from 'node:crypto';
import { below, randomNumbers } from '../../../test/support/random-numbers.js';
import { drawArm, type WeightedArm } from './draw-arm.js';

const WHOLE = 10_000;
/** Of shares; for moves, where each is drawn at several weights, fewer say as much. */
const SUBJECTS = 100_000;
const MOVED_SUBJECTS = 30_000;
/** How many standard deviations a count may be off. The subjects are the same in every run, so this passes or it does not. */
const DEVIATIONS = 4.5;

const arms = (...weights: number[]): WeightedArm[] => weights.map((weight, index) => ({ key: `arm-${index}`, weight }));

function drawAll(rule: string, split: readonly WeightedArm[], subjects = MOVED_SUBJECTS): number[] {
  return Array.from({ length: subjects }, (_, index) => {
    const drawn = drawArm(rule, split, `subject-${index}`);
    return split.findIndex(({ key }) => key === drawn?.key);
  });
}

/** The bound of a binomial count as a share of all. */
function deviation(share: number, of = MOVED_SUBJECTS): number {
  return DEVIATIONS * Math.sqrt((share * (1 - share)) / of);
}

interface Move {
  readonly from: number;
  readonly to: number;
}

function movesBetween(before: readonly number[], after: readonly number[]): Move[] {
  return before.flatMap((from, index) => {
    const to = after[index] ?? -1;
    return to === from ? [] : [{ from, to }];
  });
}

/** Weights that sum to 10000, none of them 0. */
function randomWeights(random: () => number, count: number): number[] {
  const cuts = new Set<number>();
  while (cuts.size < count - 1) cuts.add(1 + below(random, WHOLE - 1));
  const ends = [0, ...[...cuts].toSorted((a, b) => a - b), WHOLE];
  return ends.slice(1).map((end, index) => end - (ends[index] ?? 0));
}

describe('the laws of a split', () => {
  it.each([[[1, 9_999]], [[500, 9_500]], [[5_000, 5_000]], [[1_000, 2_500, 6_500]], [[100, 400, 1_500, 3_000, 5_000]]])(
    'gives each arm its share of 100,000 subjects: %j',
    (weights) => {
      const counts = weights.map(() => 0);
      for (const index of drawAll('rule-of-shares', arms(...weights), SUBJECTS))
        counts[index] = (counts[index] ?? 0) + 1;
      for (const [index, weight] of weights.entries()) {
        const share = weight / WHOLE;
        expect(Math.abs((counts[index] ?? 0) / SUBJECTS - share)).toBeLessThanOrEqual(deviation(share, SUBJECTS));
      }
    },
  );

  it.each([
    [1_000, 1_001],
    [0, 500],
    [500, 2_500],
    [2_500, 5_000],
    [9_000, 10_000],
    [7_000, 3_000],
  ])('moves as many as the weight of one of two arms changes, and only to the arm that grows: %i to %i', (from, to) => {
    const moves = movesBetween(
      drawAll('rule-of-two', arms(from, WHOLE - from)),
      drawAll('rule-of-two', arms(to, WHOLE - to)),
    );
    const grown = to > from ? 0 : 1;
    expect(moves.filter((move) => move.to !== grown)).toEqual([]);
    const share = Math.abs(to - from) / WHOLE;
    expect(Math.abs(moves.length / MOVED_SUBJECTS - share)).toBeLessThanOrEqual(deviation(share));
  });

  it('moves as many as a ramp asks for, and only to the arm that is ramped: one arm against the others in proportion', () => {
    // The others share what is left by 1 : 2 : 7.
    const ramped = (weight: number) => arms(weight, ...[1, 2, 7].map((part) => ((WHOLE - weight) * part) / 10));
    const steps = [0, 10, 100, 500, 2_000, 5_000, 10_000];
    const draws = steps.map((weight) => drawAll('rule-of-ramps', ramped(weight)));
    for (const [index, step] of steps.slice(1).entries()) {
      const moves = movesBetween(draws[index] ?? [], draws[index + 1] ?? []);
      expect(moves.filter(({ to }) => to !== 0)).toEqual([]);
      const share = (step - (steps[index] ?? 0)) / WHOLE;
      expect(Math.abs(moves.length / MOVED_SUBJECTS - share)).toBeLessThanOrEqual(deviation(share));
      for (const [other, part] of [1, 2, 7].entries()) {
        const expected = (share * part) / 10;
        const left = moves.filter(({ from }) => from === other + 1).length / MOVED_SUBJECTS;
        expect(Math.abs(left - expected)).toBeLessThanOrEqual(deviation(expected));
      }
    }
    const back = movesBetween(draws[3] ?? [], draws[2] ?? []);
    expect(back.filter(({ from }) => from !== 0)).toEqual([]);
  });

  it('moves at most 2δ/(1+δ) of the subjects where three arms or more change freely, none to an arm that shrinks more', () => {
    const random = randomNumbers(11);
    const subjects = 5_000;
    for (let round = 0; round < 30; round++) {
      const count = 3 + below(random, 4);
      const [before, after] = [randomWeights(random, count), randomWeights(random, count)];
      const growthOf = (index: number) => (after[index] ?? 0) / (before[index] ?? 1);
      const rule = `rule-${round}`;
      const moves = movesBetween(drawAll(rule, arms(...before), subjects), drawAll(rule, arms(...after), subjects));
      expect(moves.filter(({ from, to }) => growthOf(to) <= growthOf(from))).toEqual([]);
      const delta = before.reduce((sum, weight, index) => sum + Math.abs(weight - (after[index] ?? 0)), 0) / 2 / WHOLE;
      const bound = (2 * delta) / (1 + delta);
      expect(moves.length / subjects).toBeLessThanOrEqual(bound + deviation(bound, subjects));
    }
  });

  it('draws what every version of the gateway has drawn, on every replica and after every restart', () => {
    const drawn = [arms(5_000, 5_000), arms(100, 2_900, 7_000)].flatMap((split) =>
      drawAll('rule-for-ever', split, 5_000),
    );
    expect(hash('sha256', drawn.join(''), 'hex')).toBe(
      'bf670beddf69f2751d4841e0232ab0f358cbcafe57f53f6eadea1e848a43f846',
    );
  });
});
