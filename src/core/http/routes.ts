/** The gateway is served under both, the same. The first is what OpenAI's clients append their paths to. */
export const GATEWAY_PREFIXES = ['/v1', '/llmops/api/genai/v1'] as const;
export const ADMIN_PREFIX = '/llmops/api/admin/v1';
export const DOCS_PATH = '/llmops/api/docs';
export const OPENAPI_PATH = '/llmops/api/openapi.json';

export function isGatewayPath(url: string): boolean {
  return GATEWAY_PREFIXES.some(
    (prefix) => url.startsWith(prefix) && (url.length === prefix.length || '/?'.includes(url.charAt(prefix.length))),
  );
}
