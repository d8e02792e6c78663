import type { JsonObject } from '../../../core/json.js';
import type { ChatRequest } from '../openai-chat/chat-request.js';
import { JSON_INSTRUCTION, schemaInstruction } from '../openai-chat/json-output.js';
import type { ClaudeFamily } from './families.js';
import type { GrammarBudget } from './grammar-budget.js';
import { fitSchema, isCompilable } from './schema.js';
import { isPrefilled } from './thinking.js';

export interface AnswerFormat {
  /** What the model is held to. */
  readonly schema: JsonObject | null;
  /** What it is told where it cannot be held to it. */
  readonly instruction: string | null;
  readonly approximated: boolean;
}

/**
 * How the answer shall look. Where a family has no structured output a tool stands in, which is not this function's.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/structured-outputs
 */
export function toFormat(
  { responseFormat, messages }: ChatRequest,
  family: Pick<ClaudeFamily, 'structuredOutput'>,
  grammar: GrammarBudget,
): AnswerFormat {
  if (responseFormat.kind === 'json') return told(JSON_INSTRUCTION);
  if (responseFormat.kind === 'text' || !family.structuredOutput) {
    return { schema: null, instruction: null, approximated: false };
  }
  // The beginning of an answer is not given to a model that is held to a form.
  if (!isCompilable(responseFormat.schema) || isPrefilled(messages))
    return told(schemaInstruction(responseFormat.schema));
  let approximated = false;
  const schema = fitSchema(responseFormat.schema, () => (approximated = true));
  return grammar.takesAnswer(schema)
    ? { schema, instruction: null, approximated }
    : told(schemaInstruction(responseFormat.schema));
}

function told(instruction: string): AnswerFormat {
  return { schema: null, instruction, approximated: true };
}
