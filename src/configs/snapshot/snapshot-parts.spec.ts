import { prices } from '../../../test/support/snapshot-fixture.js';
import type { ProviderConnection } from '../../providers/provider-strategy.js';
import type { AccountRow } from '../../providers/accounts/account-rows.js';
import { buildSnapshot } from './build-snapshot.js';
import type { ConfigSnapshot } from './config-snapshot.js';
import { SnapshotParts } from './snapshot-parts.js';
import type { SnapshotRows } from './snapshot-rows.js';

const provider = (fields: Partial<AccountRow> = {}): AccountRow => ({
  id: 'p1',
  slug: 'main',
  name: 'Main',
  vendor: 'openai',
  sealedCredentials: 'sealed',
  timeouts: null,
  retry: null,
  baseUrl: null,
  enabled: true,
  pricingModelMap: {},
  costSource: 'catalog',
  streamOptions: null,
  developerRole: null,
  ...fields,
});

const rows = (fields: Partial<SnapshotRows> = {}): SnapshotRows => ({
  revision: '1',
  environments: [
    {
      ...{ id: 'e1', slug: 'production', defaultConfigId: null, logContent: null, contentRedaction: null },
      ...{ directAccess: null, maxConcurrentCalls: null },
    },
  ],
  secrets: [],
  accounts: [provider()],
  configs: [{ id: 'c1', slug: 'chat', name: 'Chat' }],
  versions: [{ id: 'v1', variantId: 'a', variantName: 'A', version: 1, isLatest: true, providerId: 'p1' }],
  contents: [
    {
      ...{ id: 'v1', model: 'm', parameters: {}, parameterModes: {}, timeouts: {}, retry: {} },
      systemPrompt: 'Hello {{ input.name }}',
    },
  ],
  rules: [
    {
      ...{ id: 'r1', configId: 'c1', environmentId: 'e1', priority: 0, conditions: '{"plan": "gold"}' },
      ...{ stickyBy: null, fallbackOn: null, continueStreams: false },
    },
  ],
  arms: [{ ruleId: 'r1', variantId: 'a', version: null, weight: 10_000, share: null, maxDailyCost: null }],
  fallbacks: [],
  prices: [],
  ...fields,
});

let connected: string[];
let parts: SnapshotParts;

beforeEach(() => {
  connected = [];
  parts = new SnapshotParts((row) => {
    connected.push(row.slug);
    if (row.sealedCredentials === 'broken') throw new Error('does not open');
    const connection: ProviderConnection = {
      endpoints: {},
      sign: (request) => request,
      readError: () => ({ kind: 'overloaded', message: 'not used' }),
      requestIdHeaders: [],
    };
    return connection;
  });
});

async function build(from: SnapshotRows, skipped: string[] = []): Promise<ConfigSnapshot> {
  await parts.update(from);
  return buildSnapshot(from, {
    prices,
    connectionOf: (id) => parts.connectionOf(id),
    contentOf: (id) => parts.contentOf(id),
    conditionsOf: (row) => parts.conditionsOf(row),
    onSkipped: (what) => skipped.push(what),
  });
}

function firstRule(snapshot: ConfigSnapshot) {
  const rule = snapshot.configsById.get('c1')?.rules.get('e1')?.[0];
  if (rule === undefined) throw new Error('there is no rule');
  return rule;
}

it('keeps connections, compiled prompts and conditions while nothing changes them', async () => {
  const before = await build(rows());
  expect(parts.isKnown('v1')).toBe(true);
  const after = await build(rows({ revision: '2', contents: [] }));
  expect(connected).toEqual(['main']);
  expect(after.accountsBySlug.get('main')?.connection).toBe(before.accountsBySlug.get('main')?.connection);
  expect(firstRule(after).conditions).toBe(firstRule(before).conditions);
  expect(firstRule(after).arms[0]?.version.prompt).toBe(firstRule(before).arms[0]?.version.prompt);
  expect(firstRule(after).arms[0]?.version.prompt?.({ name: 'you' })).toBe('Hello you');
});

it('makes again what changed, and only that', async () => {
  const before = await build(rows());
  const after = await build(
    rows({
      contents: [],
      accounts: [provider(), provider({ id: 'p2', slug: 'other' })],
      rules: rows().rules.map((rule) => ({ ...rule, conditions: '{"plan": "free"}' })),
    }),
  );
  expect(connected).toEqual(['main', 'other']);
  expect(firstRule(after).conditions).not.toBe(firstRule(before).conditions);
  await build(rows({ contents: [], accounts: [provider({ sealedCredentials: 'sealed anew' })] }));
  expect(connected).toEqual(['main', 'other', 'main']);
});

it('forgets a version that no rule reaches, so that it is read again', async () => {
  await build(rows());
  await build(rows({ versions: [], contents: [], rules: [], arms: [] }));
  expect(parts.isKnown('v1')).toBe(false);
});

it('keeps an account that does not open as one that cannot be called', async () => {
  const skipped: string[] = [];
  const snapshot = await build(rows({ accounts: [provider({ sealedCredentials: 'broken' })] }), skipped);
  expect(snapshot.accountsBySlug.get('main')).toMatchObject({ slug: 'main', connection: null });
  expect(firstRule(snapshot).arms[0]?.version.account.connection).toBeNull();
  expect(skipped).toEqual(['provider main']);
});

it.each([
  ['1767268800000.000', 1_767_268_800_000],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['01/02/2026 03:04', -Infinity],
  ['', -Infinity],
  ['NaN', -Infinity],
  [null, null],
])('reads the end of a secret: %s', async (text, expected) => {
  const secret = { id: 's1', name: null, environmentId: 'e1', hash: Buffer.alloc(32), expiresAtMs: text };
  const snapshot = await build(rows({ secrets: [secret] }));
  expect([...snapshot.secrets.values()].map(({ expiresAt }) => expiresAt)).toEqual([expected]);
});

it('leaves out a rule that does not build, and no other', async () => {
  const skipped: string[] = [];
  const broken = {
    ...{ configId: 'c1', environmentId: 'e1', priority: 5, conditions: null },
    stickyBy: null,
    fallbackOn: null,
    continueStreams: false,
  };
  const wrong = [
    { ...broken, id: 'r2', conditions: '{"plan": 1}' },
    { ...broken, id: 'r3', stickyBy: 'header:authorization' },
  ];
  const snapshot = await build(rows({ rules: [...wrong, ...rows().rules] }), skipped);
  expect(skipped).toEqual(['rule r2', 'rule r3']);
  expect(firstRule(snapshot).id).toBe('r1');
});

it('draws by variant, so that a change of version moves nobody; a second version of it is an arm of its own', async () => {
  const versions = [1, 2].map((version) => ({
    ...{ id: `v${version}`, variantId: 'a', variantName: 'A', version, isLatest: version === 2, providerId: 'p1' },
  }));
  const [content] = rows().contents;
  const contents = versions.flatMap(({ id }) => (content === undefined ? [] : [{ ...content, id }]));
  const keysOf = async (...numbers: (number | null)[]) => {
    const arms = numbers.map((version) => ({
      ruleId: 'r1',
      variantId: 'a',
      version,
      weight: 1,
      share: null,
      maxDailyCost: null,
    }));
    return firstRule(await build(rows({ versions, contents, arms }))).arms.map(({ key }) => key);
  };
  expect([await keysOf(1), await keysOf(2), await keysOf(null)]).toEqual([['a'], ['a'], ['a']]);
  expect(await keysOf(1, 2)).toEqual(['a', 'a:2']);
});

it('keeps shadows apart from the arms that serve, whose draw knows nothing of them', async () => {
  const serving = rows().arms;
  const shadow = { ruleId: 'r1', variantId: 'a', version: 1, weight: 0, share: 250, maxDailyCost: '0.500000000000' };
  const lost = { ...shadow, variantId: 'gone' };
  const skipped: string[] = [];
  const rule = firstRule(await build(rows({ arms: [shadow, ...serving, lost] }), skipped));
  expect(rule.shadows).toMatchObject([{ share: 250, maxDailyCost: 500_000_000_000n, version: { version: 1 } }]);
  expect(rule.arms.map(({ key, weight }) => [key, weight])).toEqual([['a', 10_000]]);
  // One that cannot be made ready leaves the rule as it is.
  expect(skipped).toEqual(['a shadow of rule r1']);
  const alone = firstRule(await build(rows()));
  expect([rule.splitId, rule.arms]).toEqual([alone.splitId, alone.arms]);
});
