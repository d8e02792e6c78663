import { InvalidRequestError } from '../../../core/errors.js';
import type { FunctionTool, ToolChoice } from './chat-request.js';

/**
 * The tools, each once: vendors refuse a name that stands twice, and what is the same twice says nothing more.
 *
 * @throws InvalidRequestError where two tools share a name
 */
export function distinctTools(tools: readonly FunctionTool[]): readonly FunctionTool[] {
  const byName = new Map<string, FunctionTool>();
  for (const tool of tools) {
    const known = byName.get(tool.name);
    if (known !== undefined && JSON.stringify(known.json) !== JSON.stringify(tool.json)) {
      throw new InvalidRequestError(`tools holds two different functions named '${tool.name}'.`, 'tools');
    }
    if (known === undefined) byName.set(tool.name, tool);
  }
  return byName.size === tools.length ? tools : [...byName.values()];
}

/**
 * The choice among the tools.
 *
 * @param param the caller's field
 * @throws InvalidRequestError where a call is demanded and there is nothing to call
 */
export function checkedChoice(
  choice: ToolChoice | null,
  tools: readonly FunctionTool[],
  param: 'tool_choice' | 'function_call',
): ToolChoice | null {
  if (choice === null || choice.kind === 'auto' || choice.kind === 'none') return choice;
  if (tools.length === 0) throw new InvalidRequestError(`${param} is only allowed when tools are given.`, param);
  const isGiven = (name: string) => tools.some((tool) => tool.name === name);
  if (choice.kind === 'function' && !isGiven(choice.name)) {
    throw new InvalidRequestError(`${param} names '${choice.name}', which is not in tools.`, param);
  }
  if (choice.kind === 'allowed' && !choice.names.some(isGiven)) {
    throw new InvalidRequestError(`${param} allows no tool that is given in tools.`, param);
  }
  return choice;
}
