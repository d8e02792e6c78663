import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue, textOf } from '../../../core/json.js';
import { mapChoices, mapObjects } from './map-choices.js';

/** A call of one choice as its stream tells it. */
interface SeenCall {
  readonly index: number;
  readonly id: string;
  /** As the host counts, where it does. */
  readonly hostIndex: number | null;
}

/**
 * Repairs the tool calls of one stream, where OpenAI's clients would lose or mix them up in silence: a piece without
 * `index`, one whose `index` belongs to another call, an `id` that is empty where it should be left out, and a call
 * without any id. A frame in which nothing is wrong is returned as it is.
 *
 * @see https://platform.openai.com/docs/api-reference/chat-streaming/streaming
 */
export function toolCallRepairer(): (frame: JsonObject) => JsonObject {
  const calls = new Map<JsonValue | undefined, SeenCall[]>();
  return (frame) =>
    mapChoices(frame, (choice) => {
      const delta = choice['delta'];
      if (!isJsonObject(delta) || !Array.isArray(delta['tool_calls'])) return choice;
      const seen = calls.get(choice['index']) ?? [];
      calls.set(choice['index'], seen);
      const seed = `${textOf(frame['id'])}/${JSON.stringify(choice['index'] ?? 0)}`;
      const repaired = mapObjects(delta['tool_calls'], (piece) => repairPiece(piece, seen, seed));
      return repaired === delta['tool_calls'] ? choice : { ...choice, delta: { ...delta, tool_calls: repaired } };
    });
}

function repairPiece(piece: JsonObject, seen: SeenCall[], seed: string): JsonObject {
  const id = textOf(piece['id']);
  const hostIndex = typeof piece['index'] === 'number' ? piece['index'] : null;
  const continued = continuedCall({ id, hostIndex, name: nameOf(piece) }, seen);
  if (continued === null) return startCall(piece, { id, hostIndex, seed }, seen);
  const wrongIndex = piece['index'] !== continued.index;
  if (!wrongIndex && piece['id'] !== '') return piece;
  const { id: sentId, ...rest } = piece;
  return { ...rest, ...(sentId !== undefined && sentId !== '' && { id: sentId }), index: continued.index };
}

/** The call that a piece goes on with; null where it begins one. */
function continuedCall(
  { id, hostIndex, name }: { readonly id: string; readonly hostIndex: number | null; readonly name: string },
  seen: readonly SeenCall[],
): SeenCall | null {
  const sameId = id === '' ? undefined : seen.findLast((call) => call.id === id);
  if (sameId !== undefined) return sameId;
  const atIndex = hostIndex === null ? undefined : seen.findLast((call) => call.hostIndex === hostIndex);
  if (hostIndex !== null) return atIndex !== undefined && (id === '' || name === '') ? atIndex : null;
  return id === '' && name === '' ? (seen.at(-1) ?? null) : null;
}

function startCall(
  piece: JsonObject,
  { id, hostIndex, seed }: { readonly id: string; readonly hostIndex: number | null; readonly seed: string },
  seen: SeenCall[],
): JsonObject {
  const isFree = hostIndex !== null && !seen.some((call) => call.index === hostIndex);
  const index = isFree ? hostIndex : Math.max(-1, ...seen.map((call) => call.index)) + 1;
  const given = id === '' ? `call_${createHash('sha256').update(`${seed}/${index}`).digest('hex').slice(0, 24)}` : id;
  seen.push({ index, id: given, hostIndex });
  return index === piece['index'] && given === piece['id'] ? piece : { ...piece, index, id: given };
}

function nameOf(piece: JsonObject): string {
  return isJsonObject(piece['function']) ? textOf(piece['function']['name']) : '';
}
