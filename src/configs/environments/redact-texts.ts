import type { JsonValue } from '../../core/json.js';
import { strikeOut, type Strike } from '../../core/strike-out.js';

const EVENT = /^data: ?(?=\{)/;

/** A text inside JSON, and how to put another one in its place. */
interface Text {
  readonly text: string;
  readonly replace: (by: string) => void;
}

/**
 * Strikes out of a body as it was sent, and before that out of what its texts say: JSON may spell a letter as an escape,
 * and a stream sends a word in pieces, none of which holds what is to be struck out.
 */
export function redactTexts(body: string, strikes: readonly Strike[]): string {
  const [kept = ''] = strikeOut([redactRead(body, strikes)], strikes);
  return kept;
}

function redactRead(body: string, strikes: readonly Strike[]): string {
  const whole = body.includes('\\') ? parse(body) : undefined;
  if (whole !== undefined) return redactWhole(body, whole, strikes);
  const lines = body.split('\n');
  return lines.some((line) => EVENT.test(line)) ? redactEvents(lines, strikes).join('\n') : body;
}

function redactWhole(body: string, value: JsonValue, strikes: readonly Strike[]): string {
  const texts: Text[] = [];
  visit(value, '', (_path, text) => texts.push(text));
  const changed = texts.filter((text) => redactPieces([text], strikes));
  return changed.length === 0 ? body : spell(value);
}

/** What is nested so deeply that it could be read and cannot be written again is not kept. */
function spell(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '[not kept: it is nested too deeply]';
  }
}

function redactEvents(lines: readonly string[], strikes: readonly Strike[]): readonly string[] {
  const events = lines.map((line) => (EVENT.test(line) ? parse(line.replace(EVENT, '')) : undefined));
  const changed = new Set<number>();
  const answers = new Map<string, Text[]>();
  events.forEach((event, index) => {
    if (event === undefined) return;
    const isEscaped = lines[index]?.includes('\\') === true;
    visit(event, '', (path, { text, replace }) => {
      if (!isPiece(path) && !isEscaped) return;
      const key = isPiece(path) ? path : `${index}${path}`;
      const piece: Text = {
        text,
        replace: (by) => {
          changed.add(index);
          replace(by);
        },
      };
      const pieces = answers.get(key);
      if (pieces === undefined) answers.set(key, [piece]);
      else pieces.push(piece);
    });
  });
  for (const pieces of answers.values()) redactPieces(pieces, strikes);
  return lines.map((line, index) => (changed.has(index) ? `data: ${spell(events[index] ?? null)}` : line));
}

/** @returns whether anything was struck out */
function redactPieces(pieces: readonly Text[], strikes: readonly Strike[]): boolean {
  const kept = strikeOut(
    pieces.map(({ text }) => text),
    strikes,
  );
  const changed = pieces.map(({ text }, index) => kept[index] !== text);
  pieces.forEach(({ replace }, index) => {
    if (changed[index] === true) replace(kept[index] ?? '');
  });
  return changed.includes(true);
}

/** Whether the texts at this path of all events are one text. */
function isPiece(path: string): boolean {
  return /\.delta\b|\.text$/.test(path);
}

/** Below it no text is looked at as it is meant: it bounds how deep this goes. */
const MAX_PATH = 2_000;

/** Calls with every text and its path, in which elements that name their `index` have that, wherever they stand. */
function visit(value: JsonValue, path: string, found: (path: string, text: Text) => void): void {
  if (typeof value !== 'object' || value === null || path.length > MAX_PATH) return;
  const index = 'index' in value && typeof value['index'] === 'number' ? value['index'] : null;
  const here = index === null ? path : `${path}#${index}`;
  const members = value as Record<string, JsonValue>;
  for (const [name, member] of Object.entries(members)) {
    const below = Array.isArray(value) && hasIndex(member) ? here : `${here}.${name}`;
    if (typeof member === 'string') found(below, { text: member, replace: (by) => (members[name] = by) });
    else visit(member, below, found);
  }
}

function hasIndex(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && 'index' in value && typeof value['index'] === 'number';
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
