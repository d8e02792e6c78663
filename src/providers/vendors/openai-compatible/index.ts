import { ENDPOINTS } from '../../../core/endpoints.js';
import { HOST_AUTHENTICATION } from './credentials.js';
import { openAiCompatibleWith } from './openai-compatible.js';

/** Any other host that speaks OpenAI's format: Ollama, vLLM, LM Studio, OpenRouter, DeepSeek, xAI, Together … */
export const openAiCompatibleHost = openAiCompatibleWith(HOST_AUTHENTICATION, {
  vendor: 'openai-compatible',
  label: 'OpenAI-compatible host',
  baseUrl: null,
  endpoints: ENDPOINTS,
});
