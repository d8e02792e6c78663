import { SecretClock } from './snapshot-store.js';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const secret = (expiresAt: number | null, id = 'one') => ({ id, expiresAt });

function clockAt(databaseMs: number, monotonicMs: number): SecretClock {
  const clock = new SecretClock();
  clock.observe(databaseMs, monotonicMs);
  return clock;
}

it('judges by the time of the database, carried on by our own clock', () => {
  const clock = clockAt(NOON, 500);
  expect(clock.hasEnded(secret(NOON + 1_000), 500)).toBe(false);
  expect(clock.hasEnded(secret(NOON + 1_000), 1_499)).toBe(false);
  expect(clock.hasEnded(secret(NOON + 1_000), 1_500)).toBe(true);
  expect(clock.hasEnded(secret(null, 'endless'), 1e12)).toBe(false);
});

it('does not revive a secret that it saw end, whatever the database’s clock shows later', () => {
  const clock = clockAt(NOON, 0);
  expect(clock.hasEnded(secret(NOON - 1), 0)).toBe(true);
  clock.observe(NOON - 86_400_000, 10);
  expect(clock.hasEnded(secret(NOON - 1), 10)).toBe(true);
  expect(clock.hasEnded(secret(NOON - 1, 'never seen'), 10)).toBe(false);
});

it('takes an end that cannot be read for past', () => {
  expect(clockAt(NOON, 0).hasEnded(secret(Number.NaN), 0)).toBe(true);
  expect(clockAt(NOON, 0).hasEnded(secret(-Infinity), 0)).toBe(true);
});

it('counts every end as past before the database’s time is known, or when it cannot be read', () => {
  const clock = new SecretClock();
  expect(clock.hasEnded(secret(Infinity), 0)).toBe(true);
  clock.observe(Number.NaN, 0);
  expect(clock.hasEnded(secret(NOON + 1), 0)).toBe(true);
  clock.observe(NOON, 0);
  expect(clock.hasEnded(secret(NOON + 1), 0)).toBe(false);
});
