import { InvalidRequestError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import type { FunctionTool, ToolChoice } from './chat-request.js';

export function readTools(value: JsonValue | undefined): FunctionTool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InvalidRequestError('tools must be an array.', 'tools');
  return value.map((tool, index) => {
    const param = `tools[${index}]`;
    if (!isJsonObject(tool)) throw new InvalidRequestError(`${param} must be an object.`, param);
    if (tool['type'] !== 'function' || !isJsonObject(tool['function'])) {
      throw new InvalidRequestError(
        `${param}.type: this model takes function tools only.`,
        `${param}.type`,
        'unsupported_parameter',
      );
    }
    return readFunction(tool['function'], `${param}.function`, tool);
  });
}

/** The older `functions`, which are tools without an envelope. */
export function readFunctions(value: JsonValue | undefined): FunctionTool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InvalidRequestError('functions must be an array.', 'functions');
  return value.map((entry, index) => readFunction(entry, `functions[${index}]`));
}

function readFunction(value: JsonValue, param: string, tool: JsonObject = {}): FunctionTool {
  if (!isJsonObject(value) || typeof value['name'] !== 'string' || value['name'] === '') {
    throw new InvalidRequestError(`${param}.name must be a string.`, `${param}.name`);
  }
  return {
    name: value['name'],
    description: typeof value['description'] === 'string' ? value['description'] : null,
    parameters: isJsonObject(value['parameters']) ? value['parameters'] : null,
    strict: typeof value['strict'] === 'boolean' ? value['strict'] : null,
    json: value,
    tool,
  };
}

export function readToolChoice(value: JsonValue | undefined): ToolChoice | null {
  if (value === undefined || value === null) return null;
  if (value === 'auto' || value === 'none' || value === 'required') return { kind: value };
  if (isJsonObject(value)) {
    const chosen = value['function'];
    if (value['type'] === 'function' && isJsonObject(chosen) && typeof chosen['name'] === 'string') {
      return { kind: 'function', name: chosen['name'] };
    }
    const allowed = value['allowed_tools'];
    if (value['type'] === 'allowed_tools' && isJsonObject(allowed) && Array.isArray(allowed['tools'])) {
      const names = allowed['tools'].flatMap((tool) => {
        const called = isJsonObject(tool) ? tool['function'] : undefined;
        return isJsonObject(called) && typeof called['name'] === 'string' ? [called['name']] : [];
      });
      return { kind: 'allowed', mode: allowed['mode'] === 'required' ? 'required' : 'auto', names };
    }
  }
  throw new InvalidRequestError(
    'tool_choice must be "auto", "none", "required", or name one function or a list of allowed tools.',
    'tool_choice',
  );
}

export function readLegacyChoice(value: JsonValue | undefined): ToolChoice | null {
  if (value === 'auto' || value === 'none') return { kind: value };
  if (isJsonObject(value) && typeof value['name'] === 'string') return { kind: 'function', name: value['name'] };
  return null;
}

/**
 * The tools without repetitions: vendors refuse a name that stands twice.
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
