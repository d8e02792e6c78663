import { modelSegment } from '../../formats/gemini-generate-content/generate-content.js';
import type { VertexCredentials } from './credentials.js';

const MULTI_REGIONS: ReadonlySet<string> = new Set(['eu', 'us']);

/** @see https://cloud.google.com/vertex-ai/docs/general/locations */
export function originOf(region: string): string {
  if (region === 'global') return 'https://aiplatform.googleapis.com';
  if (MULTI_REGIONS.has(region)) return `https://aiplatform.${region}.rep.googleapis.com`;
  return `https://${region}-aiplatform.googleapis.com`;
}

export type Publisher = 'google' | 'anthropic';

/** The addresses of one project's models. */
export interface Addresses {
  /** Without the method that comes behind a colon. */
  model(publisher: Publisher, model: string): string;
  /** Models of other makers, served in OpenAI's own format. */
  readonly openApiChat: string;
}

/** @param origin may be of the account's own */
export function addressesAt(origin: string, { projectId, region }: VertexCredentials): Addresses {
  const location = `${origin}/v1/projects/${projectId}/locations/${region}`;
  return {
    model: (publisher, model) => `${location}/publishers/${publisher}/models/${modelSegment(model)}`,
    openApiChat: `${location}/endpoints/openapi/chat/completions`,
  };
}
