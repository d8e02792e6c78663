import { readFileSync } from 'node:fs';
import { ENDPOINTS } from '../src/core/endpoints.js';
import type { JsonObject } from '../src/core/json.js';
import type { Transport } from '../src/providers/transport/transport.js';
import { VENDORS } from '../src/providers/vendors/index.js';

const CREDENTIALS: Readonly<Record<string, JsonObject>> = {
  azure: { resourceName: 'r', authMethod: 'apiKey', apiKey: 'key-of-azure' },
  bedrock: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'us-east-1' },
  vertex: { projectId: 'p', region: 'us-central1' },
  sandbox: {},
};
const transport: Transport = { send: () => Promise.reject(new Error('not called')) };

/** The table by the code: vendor → marks in the order of the endpoints. */
function offered(): Map<string, string[]> {
  return new Map(
    VENDORS.map((strategy) => {
      const credentials = CREDENTIALS[strategy.vendor] ?? { apiKey: 'some-api-key' };
      const { endpoints } = strategy.connect({ credentials, baseUrl: 'https://vendor.example', transport });
      const marks = ENDPOINTS.map((endpoint) => {
        const adapter = endpoints[endpoint];
        return adapter === undefined ? '–' : adapter.kind === 'pass-through' ? 'native' : 'translated';
      });
      return [strategy.vendor, marks];
    }),
  );
}

/** The table of the page. */
function documented(): Map<string, string[]> {
  const page = readFileSync(new URL('../docs/endpoints.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\|(.+)\|$/gm)];
  return new Map(rows.map(([, vendor = '', cells = '']) => [vendor, cells.split('|').map((cell) => cell.trim())]));
}

it('docs/endpoints.md says what the code does', () => {
  expect(Object.fromEntries(documented())).toEqual(Object.fromEntries(offered()));
});
