import { anthropic } from './anthropic/index.js';
import { azure } from './azure/index.js';
import { bedrock } from './bedrock/index.js';
import { gemini } from './gemini/index.js';
import { groq } from './groq/index.js';
import { mistral } from './mistral/index.js';
import { openai } from './openai/index.js';
import { openAiCompatibleHost } from './openai-compatible/index.js';
import { sandbox } from './sandbox/index.js';
import { vertex } from './vertex/index.js';
import type { ProviderStrategy } from '../provider-strategy.js';

/** Every vendor the gateway knows, one line each. */
export const VENDORS: readonly ProviderStrategy[] = [
  openai,
  anthropic,
  azure,
  bedrock,
  groq,
  vertex,
  gemini,
  mistral,
  openAiCompatibleHost,
  sandbox,
];
