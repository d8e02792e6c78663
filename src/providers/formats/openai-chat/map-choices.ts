import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';

/** Maps the objects of a list; the same list where none changes, so that unchanged bytes can be sent on. */
export function mapObjects(list: JsonValue[], map: (item: JsonObject, index: number) => JsonObject): JsonValue[] {
  const mapped = list.map((item, index) => (isJsonObject(item) ? map(item, index) : item));
  return mapped.every((item, index) => item === list[index]) ? list : mapped;
}

/** Maps the choices of a reply or a chunk; the same object where none changes. */
export function mapChoices(body: JsonObject, map: (choice: JsonObject) => JsonObject): JsonObject {
  const { choices } = body;
  if (!Array.isArray(choices)) return body;
  const mapped = mapObjects(choices, map);
  return mapped === choices ? body : { ...body, choices: mapped };
}
