import { ENDPOINTS } from '../../../core/endpoints.js';
import { HOST_AUTHENTICATION } from './credentials.js';
import { HOST_PRICES } from './host-prices.js';
import { openAiCompatibleWith } from './openai-compatible.js';
import { readStatedCost } from './stated-cost.js';

/** Any other host that speaks OpenAI's format: Ollama, vLLM, LM Studio, OpenRouter, DeepSeek, xAI, Together … */
export const openAiCompatibleHost = openAiCompatibleWith(HOST_AUTHENTICATION, {
  vendor: 'openai-compatible',
  label: 'OpenAI-compatible host',
  defaultBaseUrl: null,
  endpoints: ENDPOINTS,
  // The service behind the host may use its own API's header.
  requestIdHeaders: ['x-request-id', 'request-id', 'x-amzn-requestid', 'apim-request-id', 'mistral-correlation-id'],
  prices: HOST_PRICES,
  readCost: readStatedCost,
});
