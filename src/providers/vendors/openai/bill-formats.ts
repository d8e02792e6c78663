import { isJsonObject } from '../../../core/json.js';
import {
  assertUsd,
  BillError,
  countIn,
  textIn,
  textsIn,
  usdIn,
  type BilledLine,
  type BilledTokens,
  type BillFormat,
  type BillRecord,
} from '../../bill-format.js';

const GROUPS = ['project_id', 'project_name', 'api_key_id', 'api_key_name', 'user_id'] as const;
const USAGE_OBJECT = /^organization\.usage\.\w+\.result$/;
const NO_MODEL = 'all models';

/** Results of `GET /v1/organization/usage/…`, and the dashboard's export of usage, whose columns are the same. */
const usage = (media: BillFormat['media'], matches: BillFormat['matches']): BillFormat => ({
  name: 'openai-usage',
  media,
  matches,
  read: (record) => {
    const requests = countIn(record, 'num_model_requests');
    const tokens = tokensOf(record);
    if (requests === null && tokens === null) return null;
    return {
      model: textIn(record, 'model') ?? NO_MODEL,
      groups: textsIn(record, GROUPS),
      requests,
      tokens,
      cost: null,
    };
  },
});

/** `input_tokens` counts cached ones, too. */
function tokensOf(record: BillRecord): BilledTokens | null {
  const prompt = countIn(record, 'input_tokens');
  const output = countIn(record, 'output_tokens');
  if (prompt === null && output === null) return null;
  const cacheRead = countIn(record, 'input_cached_tokens') ?? 0;
  const cacheWrite = countIn(record, 'input_cache_write_tokens') ?? 0;
  const input = (prompt ?? 0) - cacheRead - cacheWrite;
  if (input < 0) throw new BillError('input_tokens must not be less than its cached tokens');
  return { input, cacheRead, cacheWrite, output: output ?? 0 };
}

/** `gpt-4o-2024-08-06, cached input` → its model. What is charged for no model stays whole. */
function costLine(
  record: BillRecord,
  amount: { readonly value: BillRecord[string]; readonly currency: BillRecord[string] },
): BilledLine {
  assertUsd(amount.currency);
  const item = textIn(record, 'line_item');
  return {
    model: item?.split(', ')[0] ?? NO_MODEL,
    groups: textsIn(record, GROUPS),
    requests: null,
    tokens: null,
    cost: usdIn(amount.value, { name: 'the amount’s value' }),
  };
}

/** @see https://platform.openai.com/docs/api-reference/usage */
export const OPENAI_BILL_FORMATS: readonly BillFormat[] = [
  usage('json', ({ object }) => typeof object === 'string' && USAGE_OBJECT.test(object)),
  usage('csv', (record) => 'start_time' in record && 'input_tokens' in record && 'num_model_requests' in record),
  {
    name: 'openai-costs',
    media: 'json',
    matches: ({ object }) => object === 'organization.costs.result',
    read: (record) => {
      const { amount } = record;
      if (!isJsonObject(amount)) throw new BillError('amount must be an object');
      return costLine(record, { value: amount['value'], currency: amount['currency'] });
    },
  },
  {
    name: 'openai-costs',
    media: 'csv',
    matches: (record) => 'start_time' in record && 'amount_value' in record,
    read: (record) => {
      const { amount_value: value, amount_currency: currency } = record;
      // Days without charges are rows without an amount.
      return value === '' ? null : costLine(record, { value, currency });
    },
  },
];
