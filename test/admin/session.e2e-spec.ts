import { ADMIN_PREFIX } from '../../src/core/http/routes.js';
import { defined } from '../support/defined.js';
import { ADMIN_TOKEN, startAdminApp, type AdminApp, type Json } from '../support/admin-app.js';

describe('signing in with a browser', () => {
  let admin: AdminApp;

  beforeAll(async () => {
    admin = await startAdminApp();
  });
  afterAll(() => admin.close());

  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    fetch(`${admin.url}${ADMIN_PREFIX}${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  const signIn = async (headers?: Record<string, string>) => {
    const answer = await call('POST', '/session', headers, { token: ADMIN_TOKEN });
    expect(answer.status).toBe(201);
    const cookie = defined(answer.headers.get('set-cookie'));
    return { cookie, sent: defined(cookie.split(';', 1)[0]), view: (await answer.json()) as Record<string, string> };
  };

  it('takes the admin token once, and gives a cookie that scripts and other sites cannot use', async () => {
    const { cookie, sent, view } = await signIn();
    expect(cookie).toMatch(/^llmops_session=[^;]+; Path=\/llmops\/api\/admin\/v1; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(ADMIN_TOKEN);
    expect(view).toMatchObject({ who: 'admin token', idleSeconds: 3600 });
    expect((await signIn({ 'x-forwarded-proto': 'https' })).cookie).toContain('Secure');

    const read = await call('GET', '/session', { cookie: sent });
    expect(await read.json()).toEqual(view);
    expect(read.headers.get('set-cookie')).toBeNull();
    expect((await call('GET', '/configs', { cookie: sent })).status).toBe(200);
  });

  it('takes writes with the CSRF token only', async () => {
    const { sent: cookie, view } = await signIn();
    const body = { name: 'Support' };
    for (const headers of [{}, { 'x-csrf-token': 'x' }] as Record<string, string>[]) {
      const refused = await call('POST', '/configs', { cookie, ...headers }, body);
      expect(refused.status).toBe(403);
      expect(((await refused.json()) as Json).detail).toContain('x-csrf-token');
    }
    expect(((await (await call('GET', '/configs', { cookie })).json()) as Json).items).toEqual([]);
    expect((await call('POST', '/configs', { cookie, 'x-csrf-token': defined(view['csrfToken']) }, body)).status).toBe(
      201,
    );
  });

  it('signs out', async () => {
    const { sent: cookie, view } = await signIn();
    const answer = await call('DELETE', '/session', { cookie, 'x-csrf-token': defined(view['csrfToken']) });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^llmops_session=; Max-Age=0;/);
  });

  it('refuses what is no token and no session, and takes the bearer token beside a dead cookie', async () => {
    const wrong = await call('POST', '/session', {}, { token: 'wrong' });
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null]);
    expect((await call('POST', '/session', {}, {})).status).toBe(400);
    const cookie = 'llmops_session=v1.00000000.AAAA';
    const dead = await call('GET', '/configs', { cookie });
    expect(dead.status).toBe(401);
    expect(dead.headers.get('set-cookie')).toMatch(/^llmops_session=; Max-Age=0;/);
    const bearer = await call('GET', '/session', { cookie, authorization: `Bearer ${ADMIN_TOKEN}` });
    expect([bearer.status, ((await bearer.json()) as Json).csrfToken]).toEqual([200, null]);
  });
});
