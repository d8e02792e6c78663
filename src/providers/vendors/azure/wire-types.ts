import type { JsonValue } from '../../../core/json.js';

/** What is read of Azure's frames and choices beyond OpenAI's format. See https://learn.microsoft.com/azure/ai-foundry/openai/reference. */
export type AzureFrame = {
  id?: JsonValue;
  object?: JsonValue;
  created?: JsonValue;
  model?: JsonValue;
  choices?: unknown;
  usage?: unknown;
  prompt_filter_results?: JsonValue;
};
export type AzureChoice = { index?: unknown; message?: unknown; delta?: unknown };
