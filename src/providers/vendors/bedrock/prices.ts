import type { PriceSource } from '../../price-source.js';

const GEOGRAPHIES = ['', 'us.', 'eu.', 'apac.', 'au.', 'jp.', 'in.', 'us-gov.'];

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html */
export const prices: readonly PriceSource[] = [
  {
    vendor: 'bedrock',
    source: 'aws',
    namesOf: profilesOf,
    ownerOf: (model) => model.replace(/^(global|us|eu|apac|au|jp|in|us-gov)\./, '').split('.')[0],
  },
];

/** `regional.` is the source's word for every geography's inference profile and the bare id. */
function profilesOf(id: string, known: readonly string[]): readonly string[] {
  if (id.startsWith('global.')) return [id];
  const bare = id.replace(/^regional\./, '');
  const isGlobal = known.includes(bare) && /^(anthropic|openai)\./.test(bare);
  return [...GEOGRAPHIES.map((geography) => geography + bare), ...(isGlobal ? [`global.${bare}`] : [])];
}
