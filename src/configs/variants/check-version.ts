import type { FieldError } from '../../core/http/admin-errors.js';
import { toPointer } from '../../core/http/problem-details.js';
import type { JsonObject } from '../../core/json.js';
import type { ParameterMode } from '../snapshot/config-snapshot.js';
import { compilePrompt } from '../snapshot/prompt-template.js';
import type { CreateVersionBody } from './variant.dto.js';

const MODES: readonly unknown[] = ['override', 'default', 'cap', 'forbid'] satisfies ParameterMode[];

/** What no variant may set on any endpoint, and why. */
export const CALLERS_OWN: ReadonlyMap<string, string> = new Map([
  ['stream', "is always the caller's"],
  ['stream_options', "is always the caller's"],
  ['stream_format', "is always the caller's"],
  ['model', "is the version's `model`"],
  ['messages', "are the caller's; use `systemPrompt`"],
  ['prompt', "is the caller's; use `systemPrompt`"],
  ['input', "is the caller's"],
  ['file', "is the caller's"],
  ['metadata', "is the caller's: the tags of the log"],
]);

/** What is wrong with a version beyond its form. Pointers are relative to the version. */
export function checkVersion(body: CreateVersionBody): FieldError[] {
  const parameters = body.parameters ?? {};
  return [
    ...checkReserved('parameters', parameters),
    ...checkModes(body.parameterModes ?? {}, parameters),
    ...checkPrompt(body.systemPrompt),
  ];
}

function checkReserved(field: string, named: JsonObject): FieldError[] {
  return Object.keys(named).flatMap((name) => {
    const reason = CALLERS_OWN.get(name);
    return reason === undefined ? [] : [{ pointer: toPointer([field, name]), detail: `\`${name}\` ${reason}` }];
  });
}

function checkModes(modes: JsonObject, parameters: JsonObject): FieldError[] {
  const wrong = Object.entries(modes).flatMap(([name, mode]) => {
    const detail = modeProblem(mode, Object.hasOwn(parameters, name) ? parameters[name] : undefined);
    return detail === null ? [] : [{ pointer: toPointer(['parameterModes', name]), detail }];
  });
  return [...checkReserved('parameterModes', modes), ...wrong];
}

function modeProblem(mode: unknown, parameter: unknown): string | null {
  if (!MODES.includes(mode)) return 'a mode is `override`, `default`, `cap` or `forbid`';
  if (mode === 'forbid') return null;
  if (parameter === undefined) return 'there is no parameter of this name to apply the mode to';
  return mode === 'cap' && typeof parameter !== 'number' ? '`cap` needs a number as the parameter' : null;
}

function checkPrompt(source: string | null | undefined): FieldError[] {
  if (source === null || source === undefined) return [];
  try {
    compilePrompt(source);
    return [];
  } catch (error) {
    const sentence = error instanceof Error ? error.message : 'it is not a Liquid template';
    return [{ pointer: '/systemPrompt', detail: sentence }];
  }
}
