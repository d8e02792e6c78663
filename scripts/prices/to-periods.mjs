const PER_MILLION = {
  input_mtok: 'input',
  cache_read_mtok: 'cache-read',
  cache_write_mtok: 'cache-write',
  cache_write_1h_mtok: 'cache-write-1h',
  output_mtok: 'output',
  input_audio_mtok: 'input-audio',
  output_audio_mtok: 'output-audio',
  input_image_mtok: 'input-image',
  input_video_mtok: 'input-video',
  output_image_mtok: 'output-image',
};

/** Without a price of their own these cost what the others do, so one is only kept if it differs. */
const LIKE_TEXT = {
  input_image_mtok: 'input_mtok',
  input_video_mtok: 'input_mtok',
  output_image_mtok: 'output_mtok',
};

/** Cached tokens of these kinds, which no usage tells apart. */
const CACHED = { cache_audio_read_mtok: 'input-audio', cache_image_read_mtok: 'input-image' };

/** Charged on top of tokens and not metered by the gateway; docs/costs.md says so. */
const EXTRAS = new Set(['web_searches_kcount', 'storage_searches_kcount']);

/**
 * Prices of a kind of token that usage does not tell apart. Where such a price differs from its parent's, the parent
 * has no one price either, and is left out: unknown rather than wrong.
 */
const PART_OF = {
  output_video_mtok: 'output_mtok',
  output_reasoning_mtok: 'output_mtok',
  output_citation_mtok: 'output_mtok',
};

/**
 * One row's prices as periods, each with what it costs per unit in pico-USD; the last period that applies counts.
 * `inputHoldsForAudio`: the price of input holds for audio, too, where none is named. `audioBilling` says how the vendor
 * turns seconds into seconds that are charged.
 * @returns null where nothing the gateway meters has a price, or a part is charged that it cannot meter
 */
export function toPeriods(model, inputHoldsForAudio, audioBilling) {
  const conditional = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  const periods = conditional.map(({ constraint, prices }) => {
    const tokens = toTokenPrices(prices, {
      inputHoldsForAudio,
      speaks: inputHoldsForAudio && model.id.includes('-tts'),
      isEmbedding: model.id.includes('embed'),
    });
    return tokens && { ...toCondition(constraint), ...tokens, ...(audioBilling && { audioBilling }) };
  });
  return periods.some((period) => period === null) ? null : periods;
}

function toCondition(constraint) {
  if (constraint === undefined || constraint === null) return {};
  if (constraint.type === 'start_date') return { effectiveFrom: constraint.start_date };
  if (constraint.type === 'time_of_date')
    return { dailyUtc: [constraint.start_time, constraint.end_time].map((time) => time.slice(0, 5)) };
  throw new Error(`unknown constraint ${JSON.stringify(constraint)}`);
}

function toTokenPrices(source, { inputHoldsForAudio, speaks, isEmbedding }) {
  const { audio_hours: hours, input_audio_hours: inputHours, ...prices } = source;
  const cachedDiffers = Object.entries(CACHED).flatMap(([key, unit]) => {
    const differs = prices[key] !== undefined && prices[key] !== prices.cache_read_mtok;
    delete prices[key];
    return differs ? [unit] : [];
  });
  for (const [part, parent] of Object.entries(PART_OF)) {
    if (prices[part] !== undefined && prices[part] !== prices[parent]) delete prices[parent];
    delete prices[part];
  }
  for (const [part, parent] of Object.entries(LIKE_TEXT)) {
    // The endpoint for embeddings takes text only.
    if (isEmbedding || prices[part] === prices[parent]) delete prices[part];
  }
  // All output of such a vendor's speech models is audio.
  if (inputHoldsForAudio && prices.input_mtok !== undefined) prices.input_audio_mtok ??= prices.input_mtok;
  if (speaks && prices.output_mtok !== undefined) prices.output_audio_mtok ??= prices.output_mtok;
  const foreign = Object.keys(prices).filter((key) => !(key in PER_MILLION) && !EXTRAS.has(key));
  if (foreign.length > 0) return null;

  const units = {};
  const starts = new Set();
  for (const [key, unit] of Object.entries(PER_MILLION)) {
    const price = prices[key];
    if (price === undefined) continue;
    const pico = picoPerToken(typeof price === 'object' ? price.base : price);
    if (pico === null) continue;
    units[unit] = pico;
    if (typeof price === 'object') price.tiers.forEach(({ start }) => starts.add(start));
  }
  const audioHour = inputHours ?? hours;
  if (audioHour !== undefined) units['audio-second'] = picoPerSecond(audioHour);
  if (Object.keys(units).length === 0) return null;
  return {
    units,
    ...(starts.size > 0 && { tiers: [...starts].sort((a, b) => a - b).map((start) => toTier(prices, start)) }),
    ...(cachedDiffers.length > 0 && { cachedDiffers }),
  };
}

/** Past `start` prompt tokens the whole request costs this much. */
function toTier(prices, start) {
  const units = {};
  for (const [key, unit] of Object.entries(PER_MILLION)) {
    const price = prices[key];
    if (price === undefined) continue;
    const reached = typeof price === 'object' ? price.tiers.filter((tier) => tier.start <= start).at(-1) : undefined;
    const pico = picoPerToken(reached?.price ?? price.base ?? price);
    if (pico !== null) units[unit] = pico;
  }
  return { abovePromptTokens: start, units };
}

/** A row of our own, in decimal text: USD per million of a unit, per hour of audio, per image. */
export function toOwnPeriod({ usdPerMillion = {}, usdPerHour, usdPerImage, audioBilling }) {
  const units = Object.fromEntries(Object.entries(usdPerMillion).map(([unit, usd]) => [unit, picoPerToken(usd)]));
  if (usdPerHour !== undefined) units['audio-second'] = picoPerSecond(usdPerHour);
  if (typeof usdPerImage === 'string') units.image = picoPerUnit(usdPerImage);
  const imageTiers = Array.isArray(usdPerImage) ? usdPerImage.map(toImageTier) : [];
  return { units, ...(imageTiers.length > 0 && { imageTiers }), ...(audioBilling && { audioBilling }) };
}

function toImageTier({ upTo, ...qualities }) {
  const prices = Object.entries(qualities).map(([quality, usd]) => [quality, picoPerUnit(usd)]);
  return { upTo: upTo.split('x').map(Number), ...Object.fromEntries(prices) };
}

function picoPerUnit(usd) {
  const [whole, fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(12, '0')).toString();
}

/** USD per million tokens → pico-USD per token, exactly; null for a price that somebody else has already rounded. */
export function picoPerToken(usd) {
  const [whole, fraction = ''] = toDecimal(usd).split('.');
  if (fraction.length > 6) return null;
  return BigInt(whole + fraction.padEnd(6, '0')).toString();
}

/** USD per hour → pico-USD per second, to the nearest whole one. */
export function picoPerSecond(usd) {
  const [whole, fraction = ''] = toDecimal(usd).split('.');
  return ((BigInt(whole + fraction.padEnd(12, '0')) + 1800n) / 3600n).toString();
}

/** The shortest decimal that reads back as the number, which is what the source's authors wrote. */
function toDecimal(number) {
  const text = String(number);
  return text.includes('e') ? number.toFixed(12).replace(/0+$/, '').replace(/\.$/, '') : text;
}
