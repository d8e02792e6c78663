import { ownerBeforeSlash, type PriceSource } from '../../price-source.js';

/** Hosts of OpenAI's format whose prices accounts can name in their `pricingModelMap`, as `{"*": "deepseek/*"}`. */
export const HOST_PRICES: readonly PriceSource[] = [
  { vendor: 'cerebras', source: 'cerebras', ownerOf: ownerBeforeSlash },
  { vendor: 'deepseek', source: 'deepseek', ownerOf: () => 'deepseek' },
  { vendor: 'fireworks', source: 'fireworks', ownerOf: ownerBeforeSlash },
  { vendor: 'moonshotai', source: 'moonshotai', ownerOf: () => 'moonshotai' },
  { vendor: 'openrouter', source: 'openrouter', ownerOf: ownerBeforeSlash },
  { vendor: 'together', source: 'together', ownerOf: ownerBeforeSlash },
  { vendor: 'xai', source: 'x-ai', ownerOf: () => 'xai' },
];
