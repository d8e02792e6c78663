import { type JsonObject, type JsonValue, objectsOf, textOf } from '../../../core/json.js';
import type { GeminiFunctionCall, GeminiPartialArgument } from './wire-types.js';

type Container = Record<string, JsonValue | undefined> | (JsonValue | undefined)[];

/** An index past this would make an array of holes. */
const MAX_INDEX = 100_000;

/**
 * Arguments of a function call that arrive in pieces, each with the JSON path it belongs to; strings in several.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling#streaming-fc
 */
export class PartialArguments {
  private readonly root: JsonObject = {};

  add(call: GeminiFunctionCall): void {
    for (const piece of objectsOf(call.partialArgs) as readonly GeminiPartialArgument[]) {
      const path = readPath(textOf(piece.jsonPath));
      const value = valueOf(piece);
      if (path.length > 0 && value !== undefined) put(this.root, path, value);
    }
  }

  toJson(): string {
    return JSON.stringify(this.root);
  }
}

/** `$.recipe.steps[0]['a b']` → recipe, steps, 0, a b. */
function readPath(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/g)].map(
    ([, name, index, single, double]: readonly (string | undefined)[]) =>
      index === undefined ? (name ?? single ?? double ?? '') : Number(index),
  );
}

function valueOf(piece: GeminiPartialArgument): JsonValue | undefined {
  return (
    piece.stringValue ?? piece.numberValue ?? piece.boolValue ?? (piece.nullValue === undefined ? undefined : null)
  );
}

function put(root: Container, path: readonly (string | number)[], value: JsonValue): void {
  let place = root;
  for (const [at, step] of path.slice(0, -1).entries()) {
    const known = memberOf(place, step);
    const next: Container = isContainer(known) ? known : typeof path[at + 1] === 'number' ? [] : {};
    setMember(place, step, next);
    place = next;
  }
  const last = path.at(-1) ?? '';
  const before = memberOf(place, last);
  setMember(place, last, typeof before === 'string' && typeof value === 'string' ? before + value : value);
}

function isContainer(value: JsonValue | undefined): value is JsonValue & Container {
  return typeof value === 'object' && value !== null;
}

function memberOf(place: Container, step: string | number): JsonValue | undefined {
  if (Array.isArray(place)) return typeof step === 'number' ? place[step] : undefined;
  return Object.hasOwn(place, step) ? place[step] : undefined;
}

function setMember(place: Container, step: string | number, value: Container | JsonValue): void {
  if (Array.isArray(place)) {
    if (typeof step === 'number' && step <= MAX_INDEX) place[step] = value as JsonValue;
    return;
  }
  // Not by assignment: `__proto__` is a name like any other here.
  Object.defineProperty(place, step, { value, enumerable: true, configurable: true, writable: true });
}
