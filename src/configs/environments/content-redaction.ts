import { ValidateBy } from 'class-validator';
import { RE2JS } from 're2js';
import { field, Nested, type FieldOptions } from '../../core/http/fields.js';
import { CREDENTIAL_STRIKES } from '../../core/scrub.js';
import type { Span, Strike } from '../../core/strike-out.js';
import { parseMemberPath, redactMembers } from './redact-members.js';
import { redactTexts } from './redact-texts.js';

const MOST = 20;
const MAX_PATTERN = 500;
const MAX_PATH = 200;

/** Of all patterns together, as RE2 counts: the time that a text takes is in proportion to it. A bounded repeat counts often. */
const MAX_PROGRAM = 1_000;

interface Kind {
  readonly name: string;
  readonly maxLength: number;
  /** Why these texts are no such rules, as the end of a sentence; null where they are. */
  problemOf(texts: readonly string[]): string | null;
}

function Rules({ name, maxLength, ...kind }: Kind, options: FieldOptions): PropertyDecorator {
  const isText = (item: unknown): item is string => typeof item === 'string' && item !== '' && item.length <= maxLength;
  const problemOf = (value: unknown): string | null => {
    const isList = Array.isArray(value) && value.length <= MOST && value.every(isText);
    return isList ? kind.problemOf(value) : `must be at most ${MOST} ${name} of 1 to ${maxLength} characters`;
  };
  const items = { type: 'string', minLength: 1, maxLength } as const;
  return field({ optional: true, ...options }, { type: 'array', items, maxItems: MOST }, [
    ValidateBy({
      name,
      validator: {
        validate: (value) => problemOf(value) === null,
        defaultMessage: (parameters) => `$property ${problemOf(parameters?.value) ?? ''}`,
      },
    }),
  ]);
}

function problemOfPatterns(patterns: readonly string[]): string | null {
  const bad = patterns.find((pattern) => !isPattern(pattern));
  if (bad !== undefined) return `has a pattern that RE2 does not know, or that matches nothing at all: ${bad}`;
  const size = patterns.reduce((sum, pattern) => sum + RE2JS.compile(pattern).programSize(), 0);
  return size <= MAX_PROGRAM ? null : `is too large together (${size} of ${MAX_PROGRAM} steps): repeat less in {n,m}`;
}

function problemOfPaths(paths: readonly string[]): string | null {
  const bad = paths.find((path) => parseMemberPath(path) === null);
  return bad === undefined ? null : `has a path that is not like $.messages[*].content: ${bad}`;
}

/** What is struck out of prompts and answers before they are kept. */
export class ContentRedaction {
  @Rules(
    { name: 'patterns', maxLength: MAX_PATTERN, problemOf: problemOfPatterns },
    { description: 'Regular expressions in RE2’s syntax, which take linear time', example: ['[0-9]{12,19}'] },
  )
  patterns?: string[];

  @Rules(
    { name: 'paths', maxLength: MAX_PATH, problemOf: problemOfPaths },
    { description: 'Members of the bodies', example: ['$.messages[*].content'] },
  )
  paths?: string[];
}

const DESCRIPTION =
  'Struck out of prompts and answers before they are kept; null for nothing. What looks like an API key or a token always is';

/** The field of bodies and views. */
export function ContentRedactionField(options: FieldOptions = {}): PropertyDecorator {
  return Nested(ContentRedaction, { description: DESCRIPTION, ...options });
}

function isPattern(pattern: string): boolean {
  try {
    return !RE2JS.compile(pattern).matcher('').matches();
  } catch {
    return false;
  }
}

/** @returns the text that may be kept */
export type Redact = (text: string) => string;

/** For as long as the process lives, since the same rules come with every new state of the configuration. */
const compiled = new Map<string, Redact>();
const MAX_COMPILED = 500;

/** @param rules that were validated; null for none but credentials, which are never kept */
export function toRedact(rules: ContentRedaction | null): Redact {
  const key = JSON.stringify(rules);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const made = compile(rules ?? {});
  compiled.set(key, made);
  return made;
}

function compile({ patterns = [], paths = [] }: ContentRedaction): Redact {
  const strikes = patterns.length === 0 ? CREDENTIAL_STRIKES : [toStrike(patterns), ...CREDENTIAL_STRIKES];
  const parsed = paths.map(parseMemberPath).filter((path) => path !== null);
  return (text) => redactTexts(parsed.length === 0 ? text : redactMembers(text, parsed), strikes);
}

/** One expression for all of them, so that a text is read once. */
function toStrike(patterns: readonly string[]): Strike {
  const pattern = RE2JS.compile(patterns.map((each) => `(?:${each})`).join('|'));
  return {
    mask: '[redacted]',
    find: (text) => {
      const matcher = pattern.matcher(text);
      const spans: Span[] = [];
      while (matcher.find()) if (matcher.end() > matcher.start()) spans.push([matcher.start(), matcher.end()]);
      return spans;
    },
  };
}
