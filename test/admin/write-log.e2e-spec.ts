import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ADMIN_PREFIX } from '../../src/core/http/routes.js';
import { ADMIN_TOKEN, startAdminApp, type AdminApp } from '../support/admin-app.js';

describe('the application log of the admin API', () => {
  let admin: AdminApp;
  const lines: { readonly message: string; readonly [field: string]: unknown }[] = [];
  beforeAll(async () => {
    admin = await startAdminApp();
    for (const level of ['log', 'warn'] as const)
      jest.spyOn(Logger.prototype, level).mockImplementation((message: unknown, fields: unknown) => {
        lines.push({ message: String(message), ...(fields as object) });
      });
  });
  beforeEach(() => void (lines.length = 0));
  afterAll(async () => {
    jest.restoreAllMocks();
    await admin.close();
  });

  it('tells each change: who, what, of which resource, from where, but no values', async () => {
    const credentials = { apiKey: 'canary-key-that-must-not-show' };
    const { id } = await admin.create('/providers', { vendor: 'acme', name: 'canary-name', credentials });
    await admin.call('PATCH', `/providers/${id}`, { credentials });
    await admin.call('GET', `/providers/${id}`);
    await admin.call('PATCH', `/providers/${id}`, { colour: 'red' });
    await admin.call('DELETE', `/providers/${id}`);
    const route = `${ADMIN_PREFIX}/providers/:id`;
    expect(lines).toEqual(
      [
        { what: `POST ${ADMIN_PREFIX}/providers`, fields: ['vendor', 'name', 'credentials'] },
        { what: `PATCH ${route}`, fields: ['credentials'] },
        { what: `DELETE ${route}`, fields: [] },
      ].map((line) => expect.objectContaining({ ...line, message: 'admin write', id, address: '127.0.0.1' })),
    );
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  it('tells refused tokens, and slows down only them', async () => {
    const ask = (token: string) =>
      fetch(`${admin.url}${ADMIN_PREFIX}/configs`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
      );
    const wrong = Array.from({ length: 20 }, (_, index) => ask(`canary-wrong-${index}`));
    expect(await ask(ADMIN_TOKEN)).toBe(200);
    expect(new Set(await Promise.all(wrong))).toEqual(new Set([401]));
    const refused = lines.filter(({ message }) => message.startsWith('refused'));
    expect(refused.map((line) => line['refusalsOfAddress'])).toEqual([1, 2, 3, 4, 5, 8, 16]);
    expect(refused[0]).toMatchObject({ address: '127.0.0.1', path: `${ADMIN_PREFIX}/configs` });
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});
