import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface TableSize {
  readonly name: string;
  /** With indexes and what is stored apart. */
  readonly bytes: string;
  /** As the planner estimates them. */
  readonly rows: string;
  readonly partitions: number;
  readonly oldest_partition: string | null;
  readonly newest_partition: string | null;
}

/** A partitioned table is itself and all of its partitions. */
const TABLES = `
  SELECT root.relname::text AS name,
    sum(pg_total_relation_size(part.oid))::text AS bytes,
    sum(greatest(part.reltuples, 0))::bigint::text AS rows,
    count(*) FILTER (WHERE part.relispartition)::integer AS partitions,
    min(part.relname::text) FILTER (WHERE part.relispartition) AS oldest_partition,
    max(part.relname::text) FILTER (WHERE part.relispartition) AS newest_partition
  FROM pg_class AS root
    LEFT JOIN LATERAL pg_partition_tree(root.oid) AS tree ON root.relkind = 'p'
    JOIN pg_class AS part ON part.oid = coalesce(tree.relid, root.oid)
  WHERE root.relkind IN ('r', 'p') AND NOT root.relispartition
    AND root.relnamespace = current_schema()::regnamespace
  GROUP BY root.oid, root.relname ORDER BY sum(pg_total_relation_size(part.oid)) DESC, name`;

/** How much the database holds, and where. */
@Injectable()
export class DatabaseSize {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async load(): Promise<{ version: string; bytes: string; tables: TableSize[] }> {
    const [whole] = await this.dataSource.query<{ version: string; bytes: string }[]>(
      `SELECT current_setting('server_version') AS version, pg_database_size(current_database())::text AS bytes`,
    );
    if (whole === undefined) throw new Error('a database has a size');
    return { ...whole, tables: await this.dataSource.query<TableSize[]>(TABLES) };
  }
}
