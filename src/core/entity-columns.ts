import { getMetadataArgsStorage } from 'typeorm';

type EntityClass<Row> = new () => Row;

/**
 * A select list of an entity's columns, each under its property's name: for SQL that TypeORM cannot run, on a
 * connection of its own. A column's name thus stands in the entity only.
 */
export function selectListOf<Row extends object>(
  entity: EntityClass<Row>,
  properties: readonly (keyof Row & string)[],
  table: string,
): string {
  const columns = getMetadataArgsStorage().filterColumns(entity);
  return properties
    .map((property) => {
      const column = columns.find(({ propertyName }) => propertyName === property);
      if (column === undefined) throw new Error(`${entity.name} has no column ${property}`);
      return `${table}."${column.options.name ?? property}" AS "${property}"`;
    })
    .join(', ');
}
