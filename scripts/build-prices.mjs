// `npm run prices`: @pydantic/genai-prices → src/catalog/models.json, checked in and reviewed as a diff.
//
// The source matches models by patterns; the gateway prices exact ids only. So a pattern is never copied: it is asked
// which row an id belongs to that is written down somewhere (in the source, or in prices/known-models.json).
import { readFileSync, writeFileSync } from 'node:fs';
import { waitForUpdate } from '@pydantic/genai-prices';
import { withCacheFamily } from './prices/cache-family.mjs';
import { toOwnPeriod, toPeriods } from './prices/to-periods.mjs';
import { exactIds, findRow } from './prices/match.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const KNOWN = read('prices/known-models.json');
const OWN_ROWS = read('prices/own-rows.json');
const AUDIO_BILLING = read('prices/audio-billing.json');
const CACHE_FAMILY = read('prices/cache-family.json');
const TARGET = new URL('../src/catalog/models.json', import.meta.url);

const BEDROCK_GEOGRAPHIES = ['', 'us.', 'eu.', 'apac.', 'au.', 'jp.', 'in.', 'us-gov.'];
const SANDBOX_MODELS = [
  ...['sandbox-1', 'sandbox-slow', 'sandbox-429', 'sandbox-500', 'sandbox-cut', 'sandbox-stall'],
  ...['sandbox-embed', 'sandbox-image', 'sandbox-speech', 'sandbox-transcribe'],
];
const UNITS = [
  ...['input', 'cache-read', 'cache-write', 'cache-write-1h', 'output', 'input-audio', 'output-audio'],
  ...['image', 'audio-second', 'character'],
];

/** Our vendor id ← the source's provider. Hosts that speak OpenAI's format are reached by an account's pricingModelMap. */
const VENDORS = [
  { vendor: 'openai', provider: 'openai', owner: () => 'openai' },
  { vendor: 'anthropic', provider: 'anthropic', owner: () => 'anthropic' },
  // The source prices Azure's "Global" deployments, which cost what OpenAI asks.
  {
    vendor: 'azure',
    provider: 'azure',
    fallback: 'openai',
    owner: (id) => (id.startsWith('phi') ? 'microsoft' : 'openai'),
  },
  {
    vendor: 'bedrock',
    provider: 'aws',
    owner: (id) => id.replace(/^(global|us|eu|apac|au|jp|in|us-gov)\./, '').split('.')[0],
  },
  {
    vendor: 'vertex',
    provider: 'google',
    fallback: 'anthropic',
    // Open models are free or absent on the Gemini API, and billed by the hour on Vertex unless served as `-maas`.
    keep: (id) => /^(gemini|claude|text-embedding)-|-maas$/.test(id),
    owner: (id) => (id.startsWith('claude') ? 'anthropic' : 'google'),
  },
  { vendor: 'gemini', provider: 'google', keep: (id) => /^(gemini|text-embedding)-/.test(id), owner: () => 'google' },
  { vendor: 'groq', provider: 'groq', owner: ownerInId },
  { vendor: 'mistral', provider: 'mistral', owner: () => 'mistral' },
  { vendor: 'cerebras', provider: 'cerebras', owner: ownerInId },
  { vendor: 'deepseek', provider: 'deepseek', owner: () => 'deepseek' },
  { vendor: 'fireworks', provider: 'fireworks', owner: ownerInId },
  { vendor: 'moonshotai', provider: 'moonshotai', owner: () => 'moonshotai' },
  { vendor: 'openrouter', provider: 'openrouter', owner: ownerInId },
  { vendor: 'together', provider: 'together', owner: ownerInId },
  { vendor: 'xai', provider: 'x-ai', owner: () => 'xai' },
];

function ownerInId(id) {
  return id.includes('/') && !id.startsWith('accounts/') ? id.split('/')[0] : undefined;
}

/** Not this vendor's own price: another host's promotion, a fine-tune's prefix, or copied from a reseller. */
function isForeign(model) {
  return /:free$|^ft:|\.ft-/.test(model.id) || /open ?router/i.test(model.price_comments ?? '');
}

function buildVendor(providers, { vendor, provider, fallback, owner, keep = () => true }) {
  const source = providers.find(({ id }) => id === provider);
  const lists = [source, ...providers.filter(({ id }) => id === fallback)].map(({ models }) => models);
  const idsOf = new Map();
  for (const [index, models] of lists.entries()) {
    const candidates = [
      ...models.flatMap(exactIds),
      ...(index === 0 ? (KNOWN[vendor] ?? []) : [...(KNOWN[fallback] ?? []), ...(KNOWN[vendor] ?? [])]),
    ];
    for (const id of new Set(vendor === 'bedrock' ? candidates.flatMap(bedrockIds) : candidates)) {
      if (index > 0 && findRow(lists[0], id)) continue;
      const row = findRow(models, id);
      if (row && keep(id) && !isForeign(row)) idsOf.set(row, [...(idsOf.get(row) ?? []), id]);
    }
  }
  const lost = (KNOWN[vendor] ?? []).filter((id) => ![...idsOf.values()].some((ids) => ids.includes(id)));
  if (lost.length > 0) throw new Error(`${vendor}: no source row for the known models ${lost.join(', ')}`);
  return [...idsOf].flatMap(([row, ids]) => toRow(vendor, row, ids, owner));
}

/** `regional.` is the source's word for every geography's inference profile and the bare id. */
function bedrockIds(id) {
  if (id.startsWith('global.')) return [id];
  const bare = id.replace(/^regional\./, '');
  return [...BEDROCK_GEOGRAPHIES.map((geography) => geography + bare), `global.${bare}`].filter(
    (candidate) =>
      !candidate.startsWith('global.') || (KNOWN.bedrock.includes(bare) && /^(anthropic|openai)\./.test(bare)),
  );
}

function toRow(vendor, model, ids, owner) {
  const id = ids.includes(model.id) ? model.id : ids[0];
  const periods = toPeriods(model, vendor, audioBillingOf(vendor, id));
  if (periods === null) return [];
  const aliases = [...new Set(ids)].filter((alias) => alias !== id).sort();
  return [
    {
      vendor,
      model: id,
      ...(aliases.length > 0 && { aliases }),
      ...(owner(id) && { ownedBy: owner(id) }),
      ...(model.context_window && { contextWindow: model.context_window }),
      ...(model.deprecated && { deprecated: true }),
      prices: periods,
    },
  ];
}

function audioBillingOf(vendor, model) {
  return AUDIO_BILLING.find(({ vendors, models }) => vendors.includes(vendor) && models.includes(model))?.rule;
}

function toOwnRows({ vendors, model, source: _source, usdPerMillion, usdPerHour, usdPerImage, ...row }) {
  return vendors.map((vendor) => {
    const audioBilling = audioBillingOf(vendor, model);
    return { vendor, model, ...row, prices: [toOwnPeriod({ usdPerMillion, usdPerHour, usdPerImage, audioBilling })] };
  });
}

function ownRows() {
  const written = OWN_ROWS.flatMap(toOwnRows);
  const free = Object.fromEntries(UNITS.map((unit) => [unit, '0']));
  const sandbox = SANDBOX_MODELS.map((model) => ({
    vendor: 'sandbox',
    model,
    ownedBy: 'sandbox',
    prices: [{ units: free }],
  }));
  return [...written, ...sandbox];
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function assertUnambiguous(rows) {
  const seen = new Set();
  for (const { vendor, model, aliases = [] } of rows) {
    for (const id of [model, ...aliases]) {
      const key = `${vendor}/${id}`;
      if (seen.has(key)) throw new Error(`${key} has two rows`);
      seen.add(key);
    }
  }
}

const providers = await waitForUpdate();
const rows = [...VENDORS.flatMap((vendor) => buildVendor(providers, vendor)), ...ownRows()].map((row) =>
  withCacheFamily(CACHE_FAMILY, row),
);
rows.sort((a, b) => compare(a.vendor, b.vendor) || compare(a.model, b.model));
assertUnambiguous(rows);
writeFileSync(TARGET, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
console.log(`${rows.length} rows for ${new Set(rows.map((row) => row.vendor)).size} vendors`);
