import { modelSegment } from '../../formats/gemini-generate-content/generate-content.js';

const MULTI_REGIONS: ReadonlySet<string> = new Set(['eu', 'us']);

/** @see https://cloud.google.com/vertex-ai/docs/general/locations */
export function originOf(region: string): string {
  if (region === 'global') return 'https://aiplatform.googleapis.com';
  if (MULTI_REGIONS.has(region)) return `https://aiplatform.${region}.rep.googleapis.com`;
  return `https://${region}-aiplatform.googleapis.com`;
}

export type Publisher = 'google' | 'anthropic';

/** The addresses of one project's models; a base URL of the account's own stands for the origin only. */
export class Addresses {
  private readonly location: string;

  constructor(origin: string, projectId: string, region: string) {
    this.location = `${origin}/v1/projects/${projectId}/locations/${region}`;
  }

  /** Without the method that comes behind a colon. */
  model(publisher: Publisher, model: string): string {
    return `${this.location}/publishers/${publisher}/models/${modelSegment(model)}`;
  }

  /** Models of other makers, served in OpenAI's own format. */
  openApiChat(): string {
    return `${this.location}/endpoints/openapi/chat/completions`;
  }
}
