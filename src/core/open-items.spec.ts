import fc from 'fast-check';
import { OpenItems } from './open-items.js';

it('holds what a set would hold, whatever enters and leaves', () => {
  const steps = fc.array(fc.record({ enters: fc.boolean(), item: fc.nat(9) }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const [items, set] = [new OpenItems<number>(), new Set<number>()];
      for (const { enters, item } of all) {
        if (!enters) items.delete(item);
        else if (!set.has(item)) items.add(item);
        if (enters) set.add(item);
        else set.delete(item);
        expect([...items].sort()).toEqual([...set].sort());
        expect(items.size).toBe(set.size);
      }
    }),
  );
});

it('is walked as it was, while its items leave', () => {
  const items = new OpenItems<number>();
  for (const item of [1, 2, 3]) items.add(item);
  const seen: number[] = [];
  for (const item of items) {
    seen.push(item);
    items.delete(item);
  }
  expect(seen).toEqual([1, 2, 3]);
  expect(items.size).toBe(0);
});
