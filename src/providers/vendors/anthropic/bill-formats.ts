import { objectOf } from '../../../core/json.js';
import {
  assertUsd,
  countIn,
  textIn,
  textsIn,
  usdIn,
  type BilledLine,
  type BillFormat,
  type BillRecord,
} from '../../bill-format.js';

const GROUPS = ['workspace', 'workspace_id', 'api_key', 'api_key_id'] as const;
const NO_MODEL = 'all models';
const HALF_A_CENT = 5_000_000_000n;

/** Where tokens of each kind are counted. */
interface TokenMembers {
  readonly input: string;
  readonly cacheRead: string;
  readonly output: string;
}

function usageLine(record: BillRecord, model: string | null, members: TokenMembers, cacheWrite: number): BilledLine {
  const tokens = {
    input: countIn(record, members.input) ?? 0,
    cacheRead: countIn(record, members.cacheRead) ?? 0,
    cacheWrite,
    output: countIn(record, members.output) ?? 0,
  };
  return { model: model ?? NO_MODEL, groups: textsIn(record, GROUPS), requests: null, tokens, cost: null };
}

/** What is charged beside tokens (web searches, code execution) has a kind and may have no model. */
function costLine(record: BillRecord, cost: bigint): BilledLine {
  const kind = textIn(record, 'cost_type') ?? 'tokens';
  const model = textIn(record, 'model');
  const isOfTokens = /^tokens?$/.test(kind);
  const name = isOfTokens ? (model ?? NO_MODEL) : kind.replaceAll('_', ' ');
  return { model: name, groups: textsIn(record, GROUPS), requests: null, tokens: null, cost };
}

const sumOf = (record: BillRecord, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (countIn(record, name) ?? 0), 0);

/** @see https://docs.claude.com/en/api/usage-cost-api */
export const ANTHROPIC_BILL_FORMATS: readonly BillFormat[] = [
  {
    name: 'anthropic-usage',
    media: 'json',
    matches: (record) => 'uncached_input_tokens' in record,
    read: (record) => {
      const written = objectOf(record['cache_creation']);
      const cacheWrite = sumOf(written, ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens']);
      const members = {
        ...{ input: 'uncached_input_tokens', cacheRead: 'cache_read_input_tokens', output: 'output_tokens' },
      };
      return usageLine(record, textIn(record, 'model'), members, cacheWrite);
    },
  },
  {
    name: 'anthropic-usage',
    media: 'csv',
    matches: (record) => 'usage_input_tokens_no_cache' in record,
    read: (record) => {
      const writes = ['', '_5m', '_1h'].map((duration) => `usage_input_tokens_cache_write${duration}`);
      const members = {
        input: 'usage_input_tokens_no_cache',
        cacheRead: 'usage_input_tokens_cache_read',
        output: 'usage_output_tokens',
      };
      const model = textIn(record, 'model_version') ?? textIn(record, 'model');
      return usageLine(record, model, members, sumOf(record, writes));
    },
  },
  {
    name: 'anthropic-cost',
    media: 'json',
    // In cents, as a text.
    matches: ({ amount, currency }) => typeof amount === 'string' && typeof currency === 'string',
    read: (record) => {
      assertUsd(record['currency']);
      return costLine(record, usdIn(record['amount'], { name: 'amount', unitDigits: 2 }));
    },
  },
  {
    name: 'anthropic-cost',
    media: 'csv',
    roundedBy: HALF_A_CENT,
    matches: (record) => 'usage_date_utc' in record && 'cost_usd' in record,
    read: (record) => costLine(record, usdIn(record['cost_usd'], { name: 'cost_usd' })),
  },
];
