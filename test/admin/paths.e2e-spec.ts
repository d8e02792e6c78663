import { randomUUID } from 'node:crypto';
import { createVariant, problem, startAdminApp, type AdminApp } from '../support/admin-app.js';

describe('admin API: resources in paths', () => {
  let admin: AdminApp;
  beforeAll(async () => (admin = await startAdminApp()));
  afterAll(() => admin.close());

  it('are found by their slugs as by their ids', async () => {
    const environment = await admin.create('/environments', { name: 'Quality', slug: 'quality' });
    const config = await admin.create('/configs', { name: 'Support', slug: 'support' });
    const provider = await admin.create('/providers', { vendor: 'acme', name: 'Main', credentials: { apiKey: 'k' } });
    const variant = await createVariant(admin, 'Short & sweet: 100% / é');
    const rule = await admin.create('/configs/support/rules', {
      environmentId: environment.id,
      split: [{ variantId: variant.id, weight: 10_000 }],
    });
    const name = encodeURIComponent('Short & sweet: 100% / é');
    for (const [byName, id] of [
      ['/environments/quality', environment.id],
      ['/configs/support', config.id],
      ['/providers/main', provider.id],
      [`/variants/${name}`, variant.id],
      [`/configs/support/rules/${rule.id}`, rule.id],
    ]) {
      expect(await admin.call('GET', byName)).toMatchObject({ status: 200, body: { id } });
    }
    expect((await admin.call('GET', `/variants/${name}/versions/latest`)).body.variantId).toBe(variant.id);
    expect((await admin.call('GET', `/configs/${config.id.toUpperCase()}`)).body.id).toBe(config.id);
    const secret = await admin.create('/environments/quality/secrets', { name: 'By slug' });
    expect((await admin.call('PATCH', '/environments/quality', { isProduction: true })).body).toMatchObject({
      isProduction: true,
      secrets: [{ id: secret.id }],
    });
    expect((await admin.call('DELETE', `/environments/quality/secrets/${secret.id}`)).status).toBe(204);
    expect((await admin.call('DELETE', `/configs/support/rules/${rule.id}`)).status).toBe(204);
    for (const path of ['/environments/quality', '/configs/support', '/providers/main', `/variants/${name}`])
      expect([path, (await admin.call('DELETE', path)).status]).toEqual([path, 204]);
  });

  it.each(['nobody', 'No-Body', '%00', 'a%2Fb', '..%2Fx', 'x'.repeat(90), '-', '%F0%9F%98%80', "'; --"])(
    'name nothing by %s',
    async (name) => {
      for (const resource of ['environments', 'configs', 'providers', 'variants'])
        expect(await admin.call('GET', `/${resource}/${name}`)).toEqual(problem(404));
    },
  );

  it('have no slug that could be taken for an id or for another path', async () => {
    const slug = randomUUID();
    expect(await admin.call('POST', '/configs', { name: 'a', slug })).toEqual(problem(400, ['/slug', /id/]));
    expect(await admin.call('POST', '/providers', { vendor: 'acme', name: 'a', slug: 'vendors' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/slug' }] },
    });
    // A name identifies nothing where there is a slug.
    const made = await admin.create('/providers', { vendor: 'acme', name: 'Vendors', credentials: { apiKey: 'k' } });
    expect(made.slug).toBe('vendors-2');
    const odd = await admin.create('/configs', { name: slug });
    expect((await admin.call('GET', `/configs/${odd.slug}`)).body.id).toBe(odd.id);
  });
});
