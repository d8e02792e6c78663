import openapiTypescript, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

export const DASHBOARD_API_FILE = 'src/dashboard/api/schema.d.ts';

const HEADER = '// Made by `npm run dashboard:api` from the OpenAPI document. Not to be edited.\n\n';

/** @param document the OpenAPI document as it is served */
export async function toClientTypes(document) {
  const types = astToString(await openapiTypescript(document, { defaultNonNullable: false }));
  return HEADER + (await format(types, { parser: 'typescript', printWidth: 120, singleQuote: true }));
}
