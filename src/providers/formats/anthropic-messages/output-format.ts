import type { JsonObject } from '../../../core/json.js';
import type { ChatRequest } from '../openai-chat/chat-request.js';
import { JSON_INSTRUCTION, schemaInstruction } from '../openai-chat/json-output.js';
import type { ClaudeFamily } from './families.js';
import type { GrammarBudget } from './grammar-budget.js';
import { fitSchema, isCompilable } from './schema.js';
import { isPrefilled } from './thinking.js';

export interface AnswerFormat {
  /** For structured output. */
  readonly schema: JsonObject | null;
  /** A sentence in the prompt where structured output is not possible. */
  readonly instruction: string | null;
  readonly approximated: boolean;
}

/**
 * The answer's format. For a family without structured output `prepareTools` adds a tool in its place.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/structured-outputs
 */
export function toFormat(
  { responseFormat, messages }: ChatRequest,
  family: Pick<ClaudeFamily, 'structuredOutput'>,
  grammar: GrammarBudget,
): AnswerFormat {
  if (responseFormat.kind === 'json') return withInstruction(JSON_INSTRUCTION);
  if (responseFormat.kind === 'text' || !family.structuredOutput) {
    return { schema: null, instruction: null, approximated: false };
  }
  // Claude refuses a prefilled answer together with structured output.
  if (!isCompilable(responseFormat.schema) || isPrefilled(messages))
    return withInstruction(schemaInstruction(responseFormat.schema));
  let approximated = false;
  const schema = fitSchema(responseFormat.schema, () => (approximated = true));
  return grammar.takesAnswer(schema)
    ? { schema, instruction: null, approximated }
    : withInstruction(schemaInstruction(responseFormat.schema));
}

function withInstruction(instruction: string): AnswerFormat {
  return { schema: null, instruction, approximated: true };
}
