import { unprocessable } from '../../core/http/admin-errors.js';
import type { JsonObject } from '../../core/json.js';
import { compilePrompt } from '../snapshot/prompt-template.js';

/** What a system prompt becomes with this `input`, by the code that renders those of calls. @throws UnprocessableEntityException */
export function previewPrompt(source: string, input: JsonObject | undefined): string {
  try {
    return compilePrompt(source)(input);
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'it cannot be rendered';
    throw unprocessable([{ pointer: '/systemPrompt', detail }]);
  }
}
