import { anthropic } from './anthropic/index.js';
import { openai } from './openai/index.js';
import { sandbox } from './sandbox/index.js';
import type { ProviderStrategy } from './provider-strategy.js';

/** Every vendor the gateway knows, one line each. */
export const VENDORS: readonly ProviderStrategy[] = [anthropic, openai, sandbox];
