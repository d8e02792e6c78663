import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { randomNumbers } from '../../../test/support/random-numbers.js';
import { joinSql, toBucketSql, toPairSql } from './histogram-sql.js';
import { addEncoded, bucketOf, type Histogram } from './histogram.js';

describe('a histogram made in the database', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('has the same buckets, at the edges of octaves too', async () => {
    const octaves = Array.from({ length: 60 }, (_, at) => 2 ** (at - 10));
    const edges = octaves.flatMap((octave) => [octave, octave * (1 - 2 ** -53), octave * (1 + 2 ** -52)]);
    const random = randomNumbers(7);
    const usual = Array.from({ length: 5_000 }, () => Math.round(10 ** (random() * 7)) / 10);
    const durations = [...edges, ...usual, 0, -1, Number.NaN, Number.POSITIVE_INFINITY];
    const { rows } = await client.query<{ bucket: number }>(
      `SELECT ${toBucketSql('duration')} AS bucket FROM unnest($1::float8[]) WITH ORDINALITY AS given(duration, place)
       ORDER BY place`,
      [durations],
    );
    const wrong = durations.filter((duration, place) => rows[place]?.bucket !== bucketOf(duration));
    expect([wrong, rows.length]).toEqual([[], durations.length]);
  });

  it('is read as one that was encoded here, whatever its counts', async () => {
    const pairs: [number, number][] = [
      [0, 1],
      [1, 127],
      [127, 128],
      [128, 16_384],
      [3_008, 2 ** 35 - 1],
    ];
    const { rows } = await client.query<{ joined: Buffer }>(
      `SELECT ${joinSql(toPairSql('bucket', 'count'))} AS joined
       FROM unnest($1::integer[], $2::bigint[]) AS given(bucket, count)`,
      [pairs.map(([bucket]) => bucket), pairs.map(([, count]) => count)],
    );
    const histogram: Histogram = new Map();
    addEncoded(histogram, rows[0]?.joined ?? Buffer.alloc(0));
    expect([...histogram].sort(([a], [b]) => a - b)).toEqual(pairs);
  });
});
