import { anthropic } from './anthropic/index.js';
import { azure } from './azure/index.js';
import { groq } from './groq/index.js';
import { openai } from './openai/index.js';
import { openAiCompatibleHost } from './openai-compatible/index.js';
import { sandbox } from './sandbox/index.js';
import type { ProviderStrategy } from './provider-strategy.js';

/** Every vendor the gateway knows, one line each. */
export const VENDORS: readonly ProviderStrategy[] = [openai, anthropic, azure, groq, openAiCompatibleHost, sandbox];
