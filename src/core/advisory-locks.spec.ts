import { ADVISORY_LOCKS } from './advisory-locks.js';

test('no two locks share a number', () => {
  const numbers = Object.values(ADVISORY_LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('the numbers are whole and reach the database as they are', () => {
  for (const number of Object.values(ADVISORY_LOCKS)) expect(Number.isSafeInteger(number)).toBe(true);
});
