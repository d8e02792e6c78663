import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.js';
import { createSecretBox } from '../../secret-box.js';
import { AdminSessions, hasCsrfToken, IDLE_MS, LIFETIME_MS } from './admin-session.js';

describe('a session of the dashboard', () => {
  const key = randomBytes(32);
  let now = Date.parse('2026-03-01T08:00:00Z');
  const clock: Clock = { now: () => new Date(now), monotonicMs: () => now, sleep: () => Promise.resolve() };
  const replica = (adminToken = 'a-token', keys = [key]) =>
    new AdminSessions({ adminToken }, createSecretBox(keys), clock);

  it('is known to every replica, by its cookie alone', () => {
    const session = replica().begin('admin token');
    expect(replica().open(replica().seal(session))).toEqual(session);
  });

  it('ends without requests, and at its end however much it is used', () => {
    const sessions = replica();
    let session = sessions.begin('admin token');
    const began = now;
    const unused = sessions.seal(session);
    now = began + IDLE_MS - 1;
    expect(sessions.open(unused)).not.toBeNull();
    now = began + IDLE_MS;
    expect(sessions.open(unused)).toBeNull();
    for (now = began; now < began + LIFETIME_MS; now += IDLE_MS / 2) {
      expect(sessions.open(sessions.seal(session))).toEqual(session);
      session = sessions.renew(session) ?? session;
    }
    expect(now - session.seenAt).toBeLessThan(IDLE_MS);
    expect(sessions.open(sessions.seal(session))).toBeNull();
  });

  it('has its cookie written again once a minute, not on every request', () => {
    const sessions = replica();
    const session = sessions.begin('admin token');
    now += 59_999;
    expect(sessions.renew(session)).toBeNull();
    now += 1;
    expect(sessions.renew(session)).toEqual({ ...session, seenAt: now });
  });

  it('outlives a rotation of the encryption key, and ends with the admin token', () => {
    const cookie = replica().seal(replica().begin('admin token'));
    expect(replica('a-token', [randomBytes(32), key]).open(cookie)).not.toBeNull();
    expect(replica('a-token', [randomBytes(32)]).open(cookie)).toBeNull();
    expect(replica('another-token').open(cookie)).toBeNull();
  });

  it.each(['', 'x', 'v1.00000000.AAAA', '{}'])('is not %p', (cookie) => {
    expect(replica().open(cookie)).toBeNull();
  });

  it('is nothing else that was sealed with the key', () => {
    const box = createSecretBox([key]);
    const session = replica().begin('admin token');
    expect(replica().open(box.seal(JSON.stringify(session), 'admin session'))).toBeNull();
    expect(replica().open(box.seal(JSON.stringify(session), 'a provider'))).toBeNull();
  });

  it('takes writes with its own CSRF token only', () => {
    const session = replica().begin('admin token');
    expect(hasCsrfToken(session, session.csrfToken)).toBe(true);
    for (const sent of [undefined, '', 'x', [session.csrfToken]]) expect(hasCsrfToken(session, sent)).toBe(false);
  });
});
