// The rows of `storage.mjs`: calls as some teams make them, in the database alone, and counted by the gateway's own code.
import pg from 'pg';

const DAYS = 60;
const DAY_MS = 24 * 3_600_000;
const dist = (path) => import(`../dist/src/${path}.js`);

/** Of 2 environments, 12 models, 3 clients, streamed or not, and 6 ends there are 864 kinds; a day has most of them. */
const MODELS = {
  openai: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-4o', 'gpt-4o-mini', 'o3'],
  anthropic: ['claude-opus-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5'],
  gemini: ['gemini-3-pro', 'gemini-2.5-flash'],
  mistral: ['mistral-large-2411'],
};
const TEAMS = 20;
const USERS = 4_000;

/** A number from 0 to below `end` that only depends on the row's number: runs are alike. */
const random = (salt, end) => `((hashint8(number * 64 + ${salt}) & 2147483647) % ${end})`;
const list = (values) => `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]`;
const pick = (values, salt) => `(${list(values)})[1 + ${random(salt, values.length)}]`;

/** Rows as the version before rollups left them. */
function insertDay(day, from, to) {
  const models = Object.entries(MODELS).flatMap(([vendor, names]) => names.map((name) => [vendor, name]));
  return `INSERT INTO request_logs (started_at, request_id, endpoint, environment_id, environment, secret_id, secret, client,
      provider_id, provider, vendor, model_requested, model, served_model, status, error_code, finish_reason, service_tier,
      upstream_request_id, config_revision, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, usage, cost,
      price_ids, latency_ms, first_token_ms, streaming, aborted, tags, dropped_params, rolled_up)
    SELECT at, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(number % 4096), 3, '0')
        || '8' || substr(md5(number::text), 1, 15))::uuid,
      'chat/completions', md5(environment)::uuid, environment, md5('secret of ' || environment)::uuid, 'backend', client,
      md5(vendor)::uuid, vendor, vendor, '@' || vendor || '/' || model, model, model || '-2026-01-01', status,
      CASE status WHEN 200 THEN NULL WHEN 429 THEN 'rate_limit_exceeded' WHEN 502 THEN 'upstream_error' ELSE 'invalid_request' END,
      finish, 'default', 'req_' || md5(number::text), 42, tokens, 0, 0, tokens / 4,
      CASE status WHEN 200 THEN json_build_object('input', tokens, 'output', tokens / 4) END, tokens * 0.00000015,
      ARRAY['00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000005']::uuid[],
      round((300 * exp(2.5 * ${random(1, 100_000)} / 100000.0))::numeric, 1),
      CASE status WHEN 200 THEN round((90 * exp(2.0 * ${random(2, 100_000)} / 100000.0))::numeric, 1) END,
      streaming, false, tags, '[]', false
    FROM (
      SELECT *, (${list(models.map(([vendor]) => vendor))})[place] AS vendor, (${list(models.map(([, name]) => name))})[place] AS model,
        CASE WHEN ended < 980 THEN 200 WHEN ended < 988 THEN 429 WHEN ended < 995 THEN 502 ELSE 400 END AS status,
        CASE WHEN ended < 900 THEN 'stop' WHEN ended < 950 THEN 'length' WHEN ended < 980 THEN 'tool_calls' END AS finish,
        CASE WHEN ended < 980 THEN 100 + ${random(3, 4_000)} END AS tokens
      FROM (
        SELECT number, '${day}T00:00:00Z'::timestamptz + (number - ${from}) * interval '1 day' / ${to - from} AS at,
          1 + ${random(4, models.length)} AS place, ${random(5, 1_000)} AS ended, ${random(6, 2)} = 0 AS streaming,
          CASE WHEN ${random(7, 100)} < 85 THEN 'production' ELSE 'staging' END AS environment,
          ${pick(['openai-python', 'openai-js', 'langchain'], 8)} AS client,
          jsonb_build_object('team', 'team-' || ${random(9, TEAMS)}, 'userId', 'user-' || ${random(10, USERS)}) AS tags
        FROM generate_series(${from}, ${to - 1}) AS number
      ) AS drawn
    ) AS calls`;
}

/** @returns figures of how long it took */
export async function fill(client, rows, url) {
  const { ensurePartitions, dayOf } = await dist('observability/partitions');
  const { carryOverHour } = await dist('observability/rollups/carry-over');
  const { TagLimits } = await dist('observability/rollups/tag-limits');
  const { compactRollups } = await dist('observability/rollups/compact-rollups');
  const perDay = Math.ceil(rows / DAYS);
  let started = performance.now();
  for (let index = 0; index < DAYS; index++) {
    const day = dayOf(new Date(Date.now() - (DAYS - index) * DAY_MS));
    await ensurePartitions(client, [day]);
    await client.query(insertDay(day, index * perDay, (index + 1) * perDay));
  }
  const inserted = performance.now() - started;
  await client.query(`INSERT INTO rollup_backlog SELECT hour FROM generate_series(
    (SELECT date_trunc('hour', min(started_at)) FROM request_logs), clock_timestamp(), interval '1 hour') AS hour`);
  started = performance.now();
  const limits = new TagLimits();
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      const replica = new pg.Client({ connectionString: url });
      await replica.connect();
      while ((await carryOverHour(replica, limits)) !== null);
      await replica.end();
    }),
  );
  const counted = performance.now() - started;
  while ((await compactRollups(client, { from: new Date(0), to: new Date() })) > 0);
  await client.query('VACUUM ANALYZE');
  const { rows: kinds } = await client.query(`SELECT count(*) / count(DISTINCT bucket_start) AS a_day
    FROM usage_rollups WHERE grain = 'day'`);
  return [
    ['kinds of calls a day', String(kinds[0].a_day)],
    ['rows made in the database, a second', (((perDay * DAYS) / inserted) * 1000).toFixed(0)],
    ['older rows counted into rollups, a second', (((perDay * DAYS) / counted) * 1000).toFixed(0)],
  ];
}
