import { accountWithKey } from '../../../../src/providers/environment-account.js';
import { openAiCompatible } from '../../../../src/providers/vendors/openai-compatible/openai-compatible.js';

/** A made-up vendor that speaks OpenAI's format. */
export const nimbus = openAiCompatible({
  vendor: 'nimbus',
  label: 'Nimbus',
  defaultBaseUrl: 'https://api.nimbus.example/v1',
  endpoints: ['chat/completions', 'embeddings'],
  requestIdHeaders: ['x-nimbus-trace'],
  extensionParameters: { embeddings: ['nimbus_task'] },
  fromEnvironment: (read) => accountWithKey(read, 'NIMBUS_API_KEY', { baseUrl: read('NIMBUS_BASE_URL') }),
});
