import type { JsonObject } from '../../../core/json.js';
import { readReasoningEffort, type ReasoningEffort } from '../../formats/openai-chat/reasoning-effort.js';

/** Mistral's scale: no thoughts to speak of, or all of them. */
const NEAREST: Readonly<Record<ReasoningEffort, 'none' | 'high'>> = {
  none: 'none',
  minimal: 'none',
  low: 'high',
  medium: 'high',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};

/** The first generation whose thinking can be set, as Mistral dates its models. */
const FIRST_DATE = 2603;

/**
 * The effort as the model takes it, null where it takes none: Small 4 and Medium 3.5, and what follows them, know
 * `none` and `high`; every other line refuses the field, so a model that is not known is told nothing.
 *
 * @see https://docs.mistral.ai/capabilities/reasoning/adjustable
 * @throws InvalidRequestError for an effort that OpenAI does not know
 */
export function mapReasoningEffort(
  model: string,
  json: JsonObject,
): { readonly effort: 'none' | 'high' | null; readonly approximated: boolean } {
  const asked = readReasoningEffort(json);
  if (asked === null) return { effort: null, approximated: false };
  // Magistral always reasons; the other lines never do.
  if (!isAdjustable(model)) return { effort: null, approximated: asked !== 'none' || model.includes('magistral') };
  const effort = NEAREST[asked];
  return { effort, approximated: effort !== asked };
}

function isAdjustable(model: string): boolean {
  const [, line, version = ''] = /^mistral-(small|medium)(?:-(.+))?$/.exec(model) ?? [];
  if (line === undefined) return false;
  if (version === '' || version === 'latest') return true;
  if (/^\d{4}$/.test(version)) return Number(version) >= FIRST_DATE;
  const numbered = /^(\d)(?:[.-](\d))?$/.exec(version);
  if (numbered === null) return false;
  const generation = Number(numbered[1]) + Number(numbered[2] ?? 0) / 10;
  return generation >= (line === 'small' ? 4 : 3.5);
}
