import { Liquid } from 'liquidjs';
import type { JsonObject, JsonValue } from '../../core/json.js';

/** A system prompt, parsed once. Renders under limits of time, memory and output. */
export type CompiledPrompt = (input: JsonValue | undefined) => string;

const MAX_OUTPUT_CHARACTERS = 1_000_000;

/**
 * Liquid without a file system: `include`, `render` and `layout` find nothing. Only own properties are visible, so a
 * template cannot reach into prototypes.
 * @see https://liquidjs.com/tutorials/dos.html for the limits
 */
const engine = new Liquid({
  templates: {},
  ownPropertyOnly: true,
  strictFilters: true,
  strictVariables: false,
  parseLimit: 200_000,
  renderLimit: 100,
  memoryLimit: 10_000_000,
});

/** @throws Error with the parser's sentence (line and column included) */
export function compilePrompt(source: string): CompiledPrompt {
  const template = engine.parse(source);
  return (input) => {
    const scope: JsonObject = { input: input ?? {} };
    const text = String(engine.renderSync(template, scope));
    if (text.length > MAX_OUTPUT_CHARACTERS)
      throw new Error(`the prompt is longer than ${MAX_OUTPUT_CHARACTERS} characters`);
    return text;
  };
}
