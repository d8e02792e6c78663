// `npm run prices`: @pydantic/genai-prices → src/catalog/models.json, checked in and reviewed as a diff. The source
// matches models by patterns; the gateway prices exact ids only. So a pattern is never copied: it only decides to which
// row an id belongs that is written down somewhere (in the source, or in prices/known-models.json). Where a vendor's
// prices are in the source, and which of its models are free, is defined in the vendor's folder.
import { readFileSync, writeFileSync } from 'node:fs';
import { waitForUpdate } from '@pydantic/genai-prices';
import { buildIfStale } from './build-if-stale.mjs';
import { withCacheFamily } from './prices/cache-family.mjs';
import { withServiceTiers } from './prices/service-tiers.mjs';
import { toOwnPeriod, toPeriods } from './prices/to-periods.mjs';
import { exactIds, findRow } from './prices/match.mjs';

buildIfStale();
const { VENDORS } = await import('../dist/src/providers/vendors/index.js');

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const KNOWN = read('prices/known-models.json');
const OWN_ROWS = read('prices/own-rows.json');
const AUDIO_BILLING = read('prices/audio-billing.json');
const CACHE_FAMILY = read('prices/cache-family.json');
const SERVICE_TIERS = read('prices/service-tiers.json');
/** Ids that the source puts into a row of another price, or of none. */
const OWN_IDS = new Set(OWN_ROWS.flatMap(({ vendors, model }) => vendors.map((vendor) => `${vendor}/${model}`)));
const TARGET = new URL('../src/catalog/models.json', import.meta.url);

const UNITS = [
  ...['input', 'cache-read', 'cache-write', 'cache-write-1h', 'output', 'input-audio', 'output-audio'],
  ...['image', 'audio-second', 'character'],
];

/** Not this vendor's own price: another host's promotion, a fine-tune's prefix, or copied from a reseller. */
function isForeign(model) {
  return /:free$|^ft:|\.ft-/.test(model.id) || /open ?router/i.test(model.price_comments ?? '');
}

/** The rows of one of the price sources that vendors name (`src/providers/price-source.ts`). */
function buildRows(providers, priceSource) {
  const { vendor, source, fallback, serves = () => true, namesOf = (id) => [id] } = priceSource;
  const lists = [source, fallback]
    .flatMap((name) => providers.filter(({ id }) => id === name))
    .map(({ models }) => models);
  if (lists.length === 0) throw new Error(`${vendor}: the source has no provider ${source}`);
  const known = KNOWN[vendor] ?? [];
  const idsOf = new Map();
  for (const [index, models] of lists.entries()) {
    const candidates = [...models.flatMap(exactIds), ...(index === 0 ? [] : (KNOWN[fallback] ?? [])), ...known];
    for (const id of new Set(candidates.flatMap((candidate) => namesOf(candidate, known)))) {
      if (OWN_IDS.has(`${vendor}/${id}`) || (index > 0 && findRow(lists[0], id))) continue;
      const row = findRow(models, id);
      if (row && serves(id) && !isForeign(row)) idsOf.set(row, [...(idsOf.get(row) ?? []), id]);
    }
  }
  const lost = known.filter((id) => ![...idsOf.values()].some((ids) => ids.includes(id)));
  if (lost.length > 0) throw new Error(`${vendor}: no source row for the known models ${lost.join(', ')}`);
  return [...idsOf].flatMap(([row, ids]) => toRow(priceSource, row, ids));
}

function toRow({ vendor, ownerOf, inputPriceHoldsForAudio = () => false }, model, ids) {
  const id = ids.includes(model.id) ? model.id : ids[0];
  const periods = toPeriods(model, inputPriceHoldsForAudio(model.id), audioBillingOf(vendor, id));
  if (periods === null) return [];
  const aliases = [...new Set(ids)].filter((alias) => alias !== id).sort();
  return [
    {
      vendor,
      model: id,
      ...(aliases.length > 0 && { aliases }),
      ...(ownerOf(id) && { ownedBy: ownerOf(id) }),
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

function freeRows({ vendor, freeModels = [] }) {
  const units = Object.fromEntries(UNITS.map((unit) => [unit, '0']));
  return freeModels.map((model) => ({ vendor, model, ownedBy: vendor, prices: [{ units }] }));
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
const rows = [
  ...VENDORS.flatMap(({ prices = [] }) => prices).flatMap((source) => buildRows(providers, source)),
  ...OWN_ROWS.flatMap(toOwnRows),
  ...VENDORS.flatMap(freeRows),
].map((row) => withServiceTiers(SERVICE_TIERS, withCacheFamily(CACHE_FAMILY, row)));
rows.sort((a, b) => compare(a.vendor, b.vendor) || compare(a.model, b.model));
assertUnambiguous(rows);
writeFileSync(TARGET, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
console.log(`${rows.length} rows for ${new Set(rows.map((row) => row.vendor)).size} vendors`);
