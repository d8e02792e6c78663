import { randomUUID } from 'node:crypto';
import { hashSecretToken } from '../../src/configs/environments/secret-token.js';
import { ADMIN_PREFIX } from '../../src/core/http/routes.js';
import { createVariant, problem, startAdminApp, type AdminApp } from '../support/admin-app.js';

describe('admin API: environments and configs', () => {
  let admin: AdminApp;
  beforeAll(async () => (admin = await startAdminApp()));
  afterAll(() => admin.close());

  describe('every route', () => {
    it.each([undefined, 'Bearer wrong', 'Bearer ', 'Basic YTpi', 'admin-token-for-tests'])(
      'wants the admin token, not %s',
      async (authorization) => {
        const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
        const response = await fetch(`${admin.url}${ADMIN_PREFIX}/environments`, { headers });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toContain('Bearer');
        expect(response.headers.get('content-type')).toContain('application/problem+json');
        expect(await response.json()).toMatchObject({ status: 401, title: 'Unauthorized', errors: [] });
      },
    );

    it.each([
      ['{"name":', 400],
      ['', 400],
      ['[]', 400],
      ['"text"', 400],
      ['null', 400],
    ])('refuses the body %j', async (body, status) => {
      expect(await admin.call('POST', '/configs', body)).toMatchObject({ status });
    });

    it('refuses other content types, huge bodies, and paths that are not there', async () => {
      const xml = await admin.call('POST', '/configs', '<a/>', { 'content-type': 'application/xml' });
      expect(xml).toEqual(problem(415));
      expect(await admin.call('POST', '/configs', { name: 'x'.repeat(2_000_000) })).toEqual(problem(413));
      expect(await admin.call('GET', '/nothing')).toEqual(problem(404));
      expect(await admin.call('GET', '/configs/not-a-uuid')).toEqual(problem(404));
      expect(await admin.call('GET', `/configs/${randomUUID()}`)).toEqual(problem(404));
    });

    it('survives hostile bodies', async () => {
      const deep = '{"name":' + '['.repeat(50_000) + ']'.repeat(50_000) + '}';
      expect((await admin.call('POST', '/configs', deep)).status).toBe(400);
      expect((await admin.call('POST', '/configs', { name: { constructor: 1 } })).status).toBe(400);
      expect((await admin.call('POST', '/configs', '{"name":"a","__proto__":{"slug":"b"}}')).status).toBe(400);
      expect(await admin.call('POST', '/configs', { name: 'a\0b' })).toEqual(problem(400, ['/name', /./]));
      expect((await admin.call('POST', '/configs', { name: '\ud800' })).status).toBeLessThan(500);
    });
  });

  describe('configs', () => {
    it('creates, reads, changes and deletes', async () => {
      const before = admin.refreshes();
      const created = await admin.call('POST', '/configs', { name: 'Süpport & Answers' });
      expect(created.status).toBe(201);
      expect(created.body).toEqual({
        etag: expect.stringMatching(/^".+"$/),
        id: expect.any(String),
        name: 'Süpport & Answers',
        slug: 'support-answers',
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        updatedAt: expect.any(String),
      });
      const path = `/configs/${created.body.id}`;
      expect(await admin.call('GET', path)).toMatchObject({ status: 200, body: created.body });
      expect(await admin.call('PATCH', path, { name: 'Support' })).toMatchObject({
        status: 200,
        body: { name: 'Support', slug: 'support-answers' },
      });
      expect(await admin.call('PATCH', path, {})).toMatchObject({ status: 200, body: { name: 'Support' } });
      expect(admin.refreshes()).toBe(before + 3);
      expect(await admin.call('DELETE', path)).toMatchObject({ status: 204, body: null });
      expect(await admin.call('DELETE', path)).toEqual(problem(404));
      expect(admin.refreshes()).toBe(before + 4);
    });

    it('finds a free slug, but does not bend one that was asked for', async () => {
      expect((await admin.create('/configs', { name: 'Twice' })).slug).toBe('twice');
      expect((await admin.create('/configs', { name: 'TWICE!' })).slug).toBe('twice-2');
      expect((await admin.create('/configs', { name: '日本' })).slug).toMatch(/^config(-\d+)?$/);
      const long = 'x'.repeat(70);
      expect((await admin.create('/configs', { name: long })).slug).toBe('x'.repeat(63));
      expect((await admin.create('/configs', { name: long })).slug).toBe(`${'x'.repeat(61)}-2`);
      const conflict = problem(409, ['/slug', /another config/]);
      expect(await admin.call('POST', '/configs', { name: 'Other', slug: 'twice' })).toEqual(conflict);
      const other = await admin.create('/configs', { name: 'Other' });
      expect(await admin.call('PATCH', `/configs/${other.id}`, { slug: 'twice' })).toEqual(conflict);
    });

    it('gives every one of many at once its own slug', async () => {
      const made = await Promise.all(Array.from({ length: 8 }, () => admin.create('/configs', { name: 'Crowd' })));
      expect(new Set(made.map((config) => config.slug)).size).toBe(8);
    });

    it.each([
      [{}, ['/name', /required/]],
      [{ name: 7 }, ['/name', /./]],
      [{ name: null }, ['/name', /./]],
      [{ name: '   ' }, ['/name', /empty/]],
      [{ name: 'x'.repeat(201) }, ['/name', /200/]],
      [{ name: 'a', slug: 'Has Capitals' }, ['/slug', /lower-case/]],
      [{ name: 'a', slug: '-a' }, ['/slug', /dash/]],
      [{ name: 'a', slug: 'x'.repeat(64) }, ['/slug', /63/]],
      [{ name: 'a', slug: null }, ['/slug', /./]],
      [{ name: 'a', colour: 'red' }, ['/colour', /colour is not a field/]],
      [{ name: 'a', id: randomUUID() }, ['/id', /not a field/]],
      [{ name: 'a', 'a/b': 1 }, ['/a~1b', /not a field/]],
    ] as [object, [string, RegExp]][])('refuses %j', async (body, error) => {
      expect(await admin.call('POST', '/configs', body)).toEqual(problem(400, error));
    });

    it('pages in order of slugs, whatever comes and goes meanwhile', async () => {
      for (const slug of ['page-a', 'page-b', 'page-c', 'page-d']) await admin.create('/configs', { name: slug, slug });
      const seen: string[] = [];
      let cursor: string | null = '';
      let pages = 0;
      while (cursor !== null) {
        const { body } = await admin.call('GET', `/configs?limit=3${cursor && `&cursor=${cursor}`}`);
        expect(body.items.length).toBeLessThanOrEqual(3);
        const slugs = body.items.map((config: { slug: string }) => config.slug);
        seen.push(...slugs);
        cursor = body.nextCursor;
        if (pages++ === 0) await admin.call('DELETE', `/configs/${body.items[2].id}`);
      }
      expect(seen).toEqual(seen.toSorted());
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(['page-a', 'page-b', 'page-c', 'page-d']));
    });

    it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'cursor=nonsense', 'cursor=W10', 'colour=red', 'limit='])(
      'refuses the query %s',
      async (query) => {
        expect(await admin.call('GET', `/configs?${query}`)).toMatchObject({ status: 400 });
      },
    );
  });

  describe('environments', () => {
    it('has a default config and its own word on log content', async () => {
      const config = await admin.create('/configs', { name: 'Default' });
      const created = await admin.create('/environments', {
        name: 'Quality',
        defaultConfigId: config.id,
        logContent: true,
      });
      expect(created).toMatchObject({
        slug: 'quality',
        isProduction: false,
        defaultConfigId: config.id,
        logContent: true,
        secrets: [],
      });
      const path = `/environments/${created.id}`;
      const changed = await admin.call('PATCH', path, { logContent: null, isProduction: true });
      expect(changed.body).toMatchObject({ logContent: null, isProduction: true, defaultConfigId: config.id });

      const redacting = async (contentRedaction: unknown) => admin.call('PATCH', path, { contentRedaction });
      const rules = { patterns: ['[0-9]{12,19}'], paths: ['$.messages[*].content'] };
      expect((await redacting(rules)).body).toMatchObject({ contentRedaction: rules });
      expect((await redacting({ paths: ['$.user'] })).body['contentRedaction']).toEqual({ paths: ['$.user'] });
      expect(await redacting({ patterns: ['(?=a)'] })).toEqual(
        problem(400, ['/contentRedaction/patterns', /RE2.*\(\?=a\)/]),
      );
      expect(await redacting({ patterns: ['a*'] })).toEqual(problem(400, ['/contentRedaction/patterns', /RE2/]));
      expect(await redacting({ patterns: Array(3).fill('[a-z]{1,400}') })).toEqual(
        problem(400, ['/contentRedaction/patterns', /too large together/]),
      );
      expect(await redacting({ paths: ['messages'] })).toEqual(
        problem(400, ['/contentRedaction/paths', /\$\.messages/]),
      );
      expect(await redacting({ words: [] })).toEqual(problem(400, ['/contentRedaction/words', /not a field/]));
      expect((await redacting(null)).body).toMatchObject({ contentRedaction: null });
      const trying = (body: object) => admin.call('POST', '/environments/content-redaction/try', body);
      const text = '{"user":"ada","content":"4111111111111111 and sk-live-0123456789abcdef"}';
      expect(await trying({ contentRedaction: { ...rules, paths: ['$.user'] }, text })).toMatchObject({
        status: 200,
        body: { kept: '{"user":"[redacted]","content":"[redacted] and ***"}' },
      });
      expect((await trying({ contentRedaction: null, text })).body.kept).toContain('4111111111111111 and ***');
      expect(await trying({ contentRedaction: { patterns: ['('] }, text })).toEqual(
        problem(400, ['/contentRedaction/patterns', /RE2/]),
      );
      expect((await trying({ contentRedaction: null, text: 'x'.repeat(262_145) })).status).toBe(400);

      expect(await admin.call('DELETE', `/configs/${config.id}`)).toEqual(
        problem(409, ['', new RegExp(`default config of environment "quality" \\(${created.id}\\)`)]),
      );
      expect(await admin.call('PATCH', path, { defaultConfigId: null })).toMatchObject({
        body: { defaultConfigId: null },
      });
      expect((await admin.call('DELETE', `/configs/${config.id}`)).status).toBe(204);
      expect((await admin.call('DELETE', path)).status).toBe(204);
    });

    it('refuses what is wrong', async () => {
      const unknown = problem(422, ['/defaultConfigId', /no such config/]);
      expect(await admin.call('POST', '/environments', { name: 'a', defaultConfigId: randomUUID() })).toEqual(unknown);
      expect(await admin.call('POST', '/environments', { name: 'a', defaultConfigId: 'b' })).toEqual(
        problem(400, ['/defaultConfigId', /UUID/]),
      );
      expect(await admin.call('POST', '/environments', { name: 'a', isProduction: 'yes' })).toEqual(
        problem(400, ['/isProduction', /true or false/]),
      );
      await admin.create('/environments', { name: 'Taken' });
      expect(await admin.call('POST', '/environments', { name: 'a', slug: 'taken' })).toEqual(
        problem(409, ['/slug', /another environment/]),
      );
    });

    it('limits direct access and calls under way', async () => {
      const provider = await admin.create('/providers', {
        vendor: 'acme',
        name: 'Listed',
        credentials: { apiKey: 'k' },
      });
      const { id, ...created } = await admin.create('/environments', { name: 'Limited' });
      expect(created).toMatchObject({ directAccess: 'on', maxConcurrentCalls: null });
      const path = `/environments/${id}`;
      const change = async (body: object) => (await admin.call('PATCH', path, body)).body;
      expect(await change({ directAccess: 'off', maxConcurrentCalls: 7 })).toMatchObject({ directAccess: 'off' });
      expect(await change({ directAccess: [provider.slug, provider.id] })).toMatchObject({
        directAccess: [provider.id],
        maxConcurrentCalls: 7,
      });
      const [row] = await admin.dataSource.query('SELECT revision FROM config_revision');
      expect((await admin.call('DELETE', `/providers/${provider.id}`)).status).toBe(204);
      // The last provider of a list goes: nothing is allowed, not everything.
      expect((await admin.call('GET', path)).body.directAccess).toBe('off');
      const [later] = await admin.dataSource.query('SELECT revision FROM config_revision');
      expect(BigInt(later.revision)).toBeGreaterThan(BigInt(row.revision));
      expect(await change({ directAccess: [] })).toMatchObject({ directAccess: 'off' });
      expect(await change({ directAccess: 'on', maxConcurrentCalls: null })).toMatchObject({
        directAccess: 'on',
        maxConcurrentCalls: null,
      });
    });

    it.each([
      [{ directAccess: 'maybe' }, 400, '/directAccess'],
      [{ directAccess: null }, 400, '/directAccess'],
      [{ directAccess: true }, 400, '/directAccess'],
      [{ directAccess: [1] }, 400, '/directAccess'],
      [{ directAccess: {} }, 400, '/directAccess'],
      [{ directAccess: ['nobody'] }, 422, '/directAccess/0'],
      [{ directAccess: [randomUUID()] }, 422, '/directAccess/0'],
      [{ maxConcurrentCalls: 0 }, 400, '/maxConcurrentCalls'],
      [{ maxConcurrentCalls: 1.5 }, 400, '/maxConcurrentCalls'],
      [{ maxConcurrentCalls: '5' }, 400, '/maxConcurrentCalls'],
    ])('refuses the limits %j', async (body, status, pointer) => {
      expect(await admin.call('POST', '/environments', { name: 'a', ...body })).toEqual(
        problem(status, [pointer, /./]),
      );
    });

    it('is not deleted while rules are for it', async () => {
      const environment = await admin.create('/environments', { name: 'Ruled' });
      const config = await admin.create('/configs', { name: 'Ruling' });
      const variant = await createVariant(admin, 'ruled');
      const rule = await admin.create(`/configs/${config.id}/rules`, {
        environmentId: environment.id,
        split: [{ variantId: variant.id, version: 'latest', weight: 10_000 }],
      });
      expect(await admin.call('DELETE', `/environments/${environment.id}`)).toEqual(
        problem(409, ['', new RegExp(`rule ${rule.id} of config "ruling"`)]),
      );
    });
  });

  describe('secrets', () => {
    it('shows a secret once and keeps its hash', async () => {
      const { id } = await admin.create('/environments', { name: 'Holder' });
      const made = await admin.create(`/environments/${id}/secrets`);
      expect(made).toEqual({
        id: expect.any(String),
        name: null,
        secret: expect.stringMatching(/^llmops_[\w-]{43}$/),
        hint: made.secret.slice(-4),
        expiresAt: null,
      });
      const { body } = await admin.call('GET', `/environments/${id}`);
      const shown = { id: made.id, hint: made.hint, createdAt: expect.any(String), name: null };
      expect(body.secrets).toEqual([{ ...shown, expiresAt: null, lastUsedAt: null }]);
      const rows = await admin.dataSource.query('SELECT * FROM environment_secrets WHERE id = $1', [made.id]);
      expect(rows[0].hash.equals(hashSecretToken(made.secret))).toBe(true);
      expect(JSON.stringify(rows)).not.toContain(made.secret);

      const path = `/environments/${id}/secrets/${made.id}`;
      const other = await admin.create('/environments', { name: 'Another' });
      expect(await admin.call('DELETE', `/environments/${other.id}/secrets/${made.id}`)).toEqual(problem(404));
      expect((await admin.call('DELETE', path)).status).toBe(204);
      expect(await admin.call('DELETE', path)).toEqual(problem(404));
      expect(await admin.call('POST', `/environments/${randomUUID()}/secrets`)).toEqual(problem(404));
    });

    it('names a secret, gives it an end, and lists it', async () => {
      const { id } = await admin.create('/environments', { name: 'Named' });
      const expiresAt = '2099-01-31T12:00:00+02:00';
      const made = await admin.create(`/environments/${id}/secrets`, { name: 'Billing', expiresAt });
      const end = new Date(expiresAt).toISOString();
      expect(made).toMatchObject({ name: 'Billing', expiresAt: end });
      const next = await admin.create(`/environments/${id}/secrets/rotate`, { graceSeconds: 60, name: 'Billing 2' });
      expect(next).toMatchObject({ name: 'Billing 2', expiresAt: null });
      const { body } = await admin.call('GET', `/environments/${id}/secrets?limit=1`);
      const rest = await admin.call('GET', `/environments/${id}/secrets?cursor=${body.nextCursor}`);
      const names = [...body.items, ...rest.body.items].map((secret: { name: string }) => secret.name);
      expect(names.toSorted()).toEqual(['Billing', 'Billing 2']);
      expect(rest.body.nextCursor).toBeNull();
      expect(await admin.call('GET', `/environments/${randomUUID()}/secrets`)).toEqual(problem(404));
    });

    it.each([
      [{ colour: 'red' }, 400, '/colour'],
      [{ name: '' }, 400, '/name'],
      [{ name: 7 }, 400, '/name'],
      [{ expiresAt: 'tomorrow' }, 400, '/expiresAt'],
      [{ expiresAt: 1893456000 }, 400, '/expiresAt'],
      [{ expiresAt: '2099-02-31T00:00:00Z' }, 400, '/expiresAt'],
      [{ expiresAt: '2099-01-31T12:00:00' }, 400, '/expiresAt'],
      [{ expiresAt: '2001-01-31T12:00:00Z' }, 422, '/expiresAt'],
    ])('refuses a secret with %j', async (body, status, pointer) => {
      const { id } = await admin.create('/environments', { name: 'Refusing' });
      expect(await admin.call('POST', `/environments/${id}/secrets`, body)).toEqual(problem(status, [pointer, /./]));
      expect((await admin.call('GET', `/environments/${id}`)).body.secrets).toEqual([]);
    });

    it('rotates: the old ones end after the grace period, and none lives longer than it would have', async () => {
      const { id } = await admin.create('/environments', { name: 'Rotator' });
      const first = await admin.create(`/environments/${id}/secrets`);
      const rotate = async (graceSeconds: number) => {
        const asked = Date.now();
        const made = await admin.create(`/environments/${id}/secrets/rotate`, { graceSeconds });
        return { id: made.id, asked, tookMs: Date.now() - asked };
      };
      const second = await rotate(60);
      const third = await rotate(3600);
      const read = async () =>
        (await admin.call('GET', `/environments/${id}`)).body.secrets as { id: string; expiresAt: string | null }[];
      const ends = Object.fromEntries((await read()).map((secret) => [secret.id, secret.expiresAt]));
      /** How much later than when it was asked for the time of grace begins, by the database's clock. */
      const late = (secretId: string, { asked }: { asked: number }, graceSeconds: number) =>
        Date.parse(ends[secretId] ?? '') - asked - graceSeconds * 1000;
      expect(late(first.id, second, 60)).toBeGreaterThanOrEqual(-10);
      expect(late(first.id, second, 60)).toBeLessThanOrEqual(second.tookMs + 10);
      expect(late(second.id, third, 3600)).toBeGreaterThanOrEqual(-10);
      expect(late(second.id, third, 3600)).toBeLessThanOrEqual(third.tookMs + 10);
      expect(ends[third.id]).toBeNull();

      const last = await admin.create(`/environments/${id}/secrets/rotate`, { graceSeconds: 0 });
      await admin.create(`/environments/${id}/secrets/rotate`, { graceSeconds: 60 });
      expect((await read()).map((secret) => secret.id)).not.toContain(first.id);
      expect((await read()).map((secret) => secret.id)).toContain(last.id);
    });

    it.each([{}, { graceSeconds: -1 }, { graceSeconds: 1.5 }, { graceSeconds: '60' }, { graceSeconds: 1e9 }])(
      'refuses to rotate with %j',
      async (body) => {
        const { id } = await admin.create('/environments', { name: 'Still' });
        expect(await admin.call('POST', `/environments/${id}/secrets/rotate`, body)).toEqual(
          problem(400, ['/graceSeconds', /./]),
        );
      },
    );
  });
});
