import { randomUUID } from 'node:crypto';
import { createVariant, problem, startAdminApp, type AdminApp } from '../support/admin-app.js';

const KEY = 'sk-canary-4f1d9b7c-tail';

describe('admin API: providers', () => {
  let admin: AdminApp;
  beforeAll(async () => (admin = await startAdminApp()));
  afterAll(() => admin.close());

  it('describes the vendors', async () => {
    const { status, body } = await admin.call('GET', '/providers/vendors');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      items: [
        {
          vendor: 'acme',
          label: 'Acme',
          requiresBaseUrl: false,
          defaultBaseUrl: 'https://api.acme.example/v1',
          credentialFields: expect.arrayContaining([
            expect.objectContaining({ name: 'apiKey', required: true, secret: true, description: 'The key' }),
            expect.objectContaining({ name: 'tokenUrl', secret: false, choosesHost: true }),
          ]),
        },
        { vendor: 'plain', requiresBaseUrl: true, defaultBaseUrl: null, credentialFields: [] },
      ],
      nextCursor: null,
    });
  });

  it('creates, reads, changes and deletes', async () => {
    const body = {
      vendor: 'acme',
      name: 'Acme Inc.',
      credentials: { apiKey: KEY, region: 'eu-central' },
      baseUrl: 'https://proxy.acme.example/v1//',
      pricingModelMap: { 'my-model': 'm-1' },
    };
    const created = await admin.create('/providers', body);
    expect(created).toMatchObject({
      vendor: 'acme',
      slug: 'acme-inc',
      credentials: {
        apiKey: { isSet: true, hint: 'tail', value: null },
        region: { isSet: true, hint: null, value: 'eu-central' },
        headers: { isSet: false, hint: null, value: null },
        tokenUrl: { isSet: false, hint: null, value: null },
      },
      baseUrl: 'https://proxy.acme.example/v1',
      enabled: true,
      pricingModelMap: { 'my-model': 'm-1' },
    });
    const path = `/providers/${created.id}`;
    expect((await admin.call('GET', path)).body).toEqual(created);
    const changed = await admin.call('PATCH', path, {
      enabled: false,
      baseUrl: null,
      credentials: { apiKey: KEY },
      pricingModelMap: {},
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { enabled: false, baseUrl: null, pricingModelMap: {}, credentials: created.credentials },
    });
    expect((await admin.call('DELETE', path)).status).toBe(204);
    expect(await admin.call('GET', path)).toEqual(problem(404));
  });

  describe('credentials', () => {
    it('are sealed to their row at rest, and readable nowhere', async () => {
      const created = await admin.create('/providers', {
        vendor: 'acme',
        name: 'Sealed',
        credentials: { apiKey: KEY },
      });
      const answers = [
        created,
        await admin.call('GET', '/providers?limit=200'),
        await admin.call('PATCH', `/providers/${created.id}`, { name: 'Still sealed' }),
        await admin.call('POST', '/providers', {
          vendor: 'acme',
          name: 'x',
          credentials: { apiKey: KEY, region: 'nowhere' },
        }),
        await admin.call('POST', '/providers', { vendor: 'acme', name: 'x', credentials: { apiKey: KEY, region: 7 } }),
      ];
      expect(JSON.stringify(answers)).not.toContain(KEY);
      const [row] = await admin.dataSource.query('SELECT * FROM providers WHERE id = $1', [created.id]);
      expect(JSON.stringify(row)).not.toContain(KEY);
      expect(admin.secretBox.open(row.sealed_credentials, created.id)).toBe(JSON.stringify({ apiKey: KEY }));
      expect(() => admin.secretBox.open(row.sealed_credentials, randomUUID())).toThrow();
    });

    it.each([
      ['k'.repeat(11), null],
      ['k'.repeat(8) + 'tail', 'tail'],
      ['-----BEGIN KEY-----\nabc', null],
    ])('of %j show the hint %j', async (apiKey, hint) => {
      const { credentials } = await admin.create('/providers', {
        vendor: 'acme',
        name: 'Hinted',
        credentials: { apiKey },
      });
      expect(credentials.apiKey).toEqual({ isSet: true, hint, value: null });
    });

    it('change field by field, so that no key is typed again for a region', async () => {
      const credentials = { apiKey: KEY, region: 'eu' };
      const { id } = await admin.create('/providers', { vendor: 'acme', name: 'Merged', credentials });
      const change = async (fields: object) =>
        (await admin.call('PATCH', `/providers/${id}`, { credentials: fields })).body.credentials;
      expect(await change({ region: 'us' })).toMatchObject({ apiKey: { hint: 'tail' }, region: { value: 'us' } });
      expect(await change({ apiKey: 'another-long-key' })).toMatchObject({
        apiKey: { hint: '-key' },
        region: { value: 'us' },
      });
      expect(await change({ region: null })).toMatchObject({ apiKey: { isSet: true }, region: { isSet: false } });
      expect(await admin.call('PATCH', `/providers/${id}`, { credentials: { apiKey: null } })).toEqual(
        problem(422, ['/credentials/apiKey', /apiKey is missing/]),
      );
      expect(await admin.call('PATCH', `/providers/${id}`, { credentials: { region: 'nowhere' } })).toEqual(
        problem(422, ['/credentials', /./]),
      );
      expect((await admin.call('GET', `/providers/${id}`)).body.credentials.region.isSet).toBe(false);
    });

    it.each([
      [{ baseUrl: 'https://elsewhere.example/v1' }],
      [{ baseUrl: 'http://api.acme.example/v1' }],
      [{ baseUrl: 'https://api.acme.example:8443/v1' }],
      [{ credentials: { tokenUrl: 'https://elsewhere.example/token' } }],
      [{ baseUrl: 'https://elsewhere.example', credentials: { region: 'eu' } }],
    ] as { baseUrl?: string; credentials?: object }[][])(
      'are not sent to the other host of %j unless they are given again',
      async (change) => {
        const credentials = { apiKey: KEY, headers: { 'x-key': KEY } };
        const created = await admin.create('/providers', { vendor: 'acme', name: 'Moved', credentials });
        const path = `/providers/${created.id}`;
        expect(await admin.call('PATCH', path, change)).toEqual(
          problem(422, ['/credentials/apiKey', /apiKey must be sent again/], ['/credentials/headers', /another host/]),
        );
        expect((await admin.call('GET', path)).body).toEqual(created);
        const again = { ...change, credentials: { ...change.credentials, apiKey: KEY, headers: null } };
        expect(await admin.call('PATCH', path, again)).toMatchObject({
          status: 200,
          body: { credentials: { headers: { isSet: false } } },
        });
        // Another path of the same host is none of another host.
        const { body } = await admin.call('GET', path);
        const baseUrl = `${new URL(body.baseUrl ?? 'https://api.acme.example').origin}/v2`;
        expect(await admin.call('PATCH', path, { baseUrl })).toMatchObject({ status: 200, body: { baseUrl } });
      },
    );

    it('keep keys that JavaScript gives a meaning', async () => {
      const headers = { constructor: 'x', prototype: 'y', then: 'z' };
      const body = { vendor: 'acme', name: 'Odd', pricingModelMap: headers, credentials: { apiKey: 'k' } };
      expect(await admin.create('/providers', body)).toMatchObject({ pricingModelMap: headers });
      const refused = await admin.call('POST', '/providers', { ...body, credentials: { apiKey: 'k', headers } });
      expect([201, 422]).toContain(refused.status);
    });

    it('that no key opens can be seen to be lost, and set again', async () => {
      const { id } = await admin.create('/providers', { vendor: 'acme', name: 'Lost', credentials: { apiKey: KEY } });
      await admin.dataSource.query(`UPDATE providers SET sealed_credentials = 'gone' WHERE id = $1`, [id]);
      const path = `/providers/${id}`;
      expect(await admin.call('GET', path)).toMatchObject({ status: 200, body: { credentials: null } });
      expect(await admin.call('PATCH', path, { name: 'Found' })).toMatchObject({ status: 200 });
      const { body } = await admin.call('PATCH', path, { credentials: { apiKey: KEY } });
      expect(body.credentials.apiKey.isSet).toBe(true);
      expect((await admin.call('DELETE', path)).status).toBe(204);
    });
  });

  it.each([
    [{ vendor: 'nobody' }, 422, ['/vendor', /acme, plain/]],
    [{ vendor: 7 }, 400, ['/vendor', /string/]],
    [{ slug: 'config' }, 422, ['/slug', /reserved/]],
    [{ credentials: 'sk-1' }, 400, ['/credentials', /object/]],
    [{ credentials: ['sk-1'] }, 400, ['/credentials', /object/]],
    [{ credentials: null }, 400, ['/credentials', /./]],
    [{ credentials: { apiKey: 'x'.repeat(70_000) } }, 400, ['/credentials', /bytes/]],
    [{ credentials: {} }, 422, ['/credentials/apiKey', /apiKey is missing/]],
    [{ credentials: { apiKey: null } }, 422, ['/credentials/apiKey', /apiKey is missing/]],
    [{ credentials: { apiKey: 7 } }, 422, ['/credentials/apiKey', /string/]],
    [{ credentials: { apiKey: 'k', colour: 1 } }, 422, ['/credentials/colour', /./]],
    [{ credentials: { apiKey: 'k', region: 'nowhere' } }, 422, ['/credentials', /cannot be connected/]],
    [{ credentials: { apiKey: 'k', tokenUrl: 'http://169.254.169.254/' } }, 422, ['/credentials', /./]],
    [{ baseUrl: 'http://169.254.169.254/latest' }, 422, ['/baseUrl', /./]],
    [{ baseUrl: 'https://10.0.0.1/v1' }, 422, ['/baseUrl', /./]],
    [{ baseUrl: 'https://[::ffff:10.0.0.1]/v1' }, 422, ['/baseUrl', /./]],
    [{ baseUrl: 'ftp://acme.example' }, 422, ['/baseUrl', /./]],
    [{ baseUrl: 'acme.example' }, 422, ['/baseUrl', /URL/]],
    [{ baseUrl: 'https://user:pass@acme.example' }, 422, ['/baseUrl', /./]],
    [{ baseUrl: 'https://acme.example/v1?key=1' }, 422, ['/baseUrl', /./]],
    [{ vendor: 'plain', credentials: {} }, 422, ['/baseUrl', /needs a base URL/]],
    [
      { vendor: 'plain', credentials: { apiKey: 'k' }, baseUrl: 'https://a.example' },
      422,
      ['/credentials/apiKey', /./],
    ],
    [{ pricingModelMap: { a: 1 } }, 422, ['/pricingModelMap/a', /./]],
    [{ sealedCredentials: 'x' }, 400, ['/sealedCredentials', /not a field/]],
  ] as [object, number, [string, RegExp]][])('refuses %j with %i', async (change, status, error) => {
    const body = { vendor: 'acme', name: 'Wrong', credentials: { apiKey: 'k' }, ...change };
    expect(await admin.call('POST', '/providers', body)).toEqual(problem(status, error));
  });

  it('checks a change by the whole that it makes', async () => {
    const plain = await admin.create('/providers', {
      vendor: 'plain',
      name: 'Local',
      baseUrl: 'http://127.0.0.1:11434/v1',
    });
    expect(await admin.call('PATCH', `/providers/${plain.id}`, { baseUrl: null })).toEqual(
      problem(422, ['/baseUrl', /needs/]),
    );
    expect(await admin.call('PATCH', `/providers/${plain.id}`, { slug: 'config' })).toEqual(
      problem(422, ['/slug', /reserved/]),
    );
    expect(await admin.call('PATCH', `/providers/${plain.id}`, { vendor: 'acme' })).toEqual(
      problem(400, ['/vendor', /not a field/]),
    );
    expect(await admin.call('PATCH', `/providers/${randomUUID()}`, {})).toEqual(problem(404));
  });

  it('keeps slugs apart, and `config` free', async () => {
    const body = { vendor: 'acme', name: 'Config', credentials: { apiKey: 'k' } };
    expect((await admin.create('/providers', body)).slug).toBe('config-2');
    await admin.create('/providers', { ...body, slug: 'mine' });
    expect(await admin.call('POST', '/providers', { ...body, slug: 'mine' })).toEqual(
      problem(409, ['/slug', /another provider/]),
    );
  });

  it('is not deleted while versions call it', async () => {
    const { id, providerId } = await createVariant(admin, 'Caller');
    expect(await admin.call('DELETE', `/providers/${providerId}`)).toEqual(
      problem(409, ['', new RegExp(`version 1 of variant "Caller" \\(${id}\\)`)]),
    );
    await admin.call('DELETE', `/variants/${id}`);
    expect((await admin.call('DELETE', `/providers/${providerId}`)).status).toBe(204);
  });
});
