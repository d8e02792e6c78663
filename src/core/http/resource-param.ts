import { Injectable, Param, type PipeTransform, type Type } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityTarget, type FindOptionsWhere, type ObjectLiteral } from 'typeorm';
import { UUID_PATTERN } from '../slug.js';
import { noSuch } from './admin-errors.js';

/** Lets an id pass; of anything else no resource can be found. */
@Injectable()
class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!UUID_PATTERN.test(value)) throw noSuch('resource');
    return value;
  }
}

/** A resource's id in the path; a malformed one is answered with 404, as an unknown one is. */
export function IdParam(name: string): ParameterDecorator {
  return Param(name, IdPipe);
}

interface Named extends ObjectLiteral {
  readonly id: string;
}

/** What is unique besides the id, and how errors call the resource. */
export interface ResourceKey<Row extends Named> {
  readonly entity: EntityTarget<Row>;
  readonly column: keyof Row & string;
  readonly what: string;
}

/**
 * A resource in the path, by its id or by its slug (or its name where that is unique); the method gets the id. What
 * looks like an id is taken for one, since no slug may look so.
 */
export function ResourceParam<Row extends Named>(name: string, key: ResourceKey<Row>): ParameterDecorator {
  return Param(name, pipeOf(key));
}

function pipeOf<Row extends Named>({ entity, column, what }: ResourceKey<Row>): Type<PipeTransform<string>> {
  @Injectable()
  class ResourcePipe implements PipeTransform<string, Promise<string>> {
    constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

    async transform(value: string): Promise<string> {
      if (UUID_PATTERN.test(value)) return value.toLowerCase();
      // Postgres cannot store a NUL, so no name holds one.
      if (value.includes('\0')) throw noSuch(what);
      const where = { [column]: value } as FindOptionsWhere<Row>;
      const row = await this.dataSource.getRepository(entity).findOne({ where });
      if (row === null) throw noSuch(what);
      return row.id;
    }
  }
  return ResourcePipe;
}
