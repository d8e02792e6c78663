import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './database.js';
import { DatabaseOpening } from './database-opening.js';
import { toProblem } from './http/problem-details.js';

const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

let dataSource: DataSource;
let opening: DatabaseOpening;
let initialize: jest.SpiedFunction<DataSource['initialize']>;

beforeEach(() => {
  jest.useFakeTimers();
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  dataSource = new DataSource(dataSourceOptions('postgres://nobody@127.0.0.1:1/none'));
  initialize = jest.spyOn(dataSource, 'initialize');
  opening = new DatabaseOpening(dataSource);
});

afterEach(() => {
  opening.onModuleDestroy();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

it('tries again until the database is there, and no longer', async () => {
  initialize.mockRejectedValueOnce(refused()).mockRejectedValueOnce(refused()).mockResolvedValue(dataSource);
  await opening.onModuleInit();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(initialize).toHaveBeenCalledTimes(3);
});

it('ends the start where waiting would not help', async () => {
  initialize.mockRejectedValue(new Error('a fault of an entity'));
  await expect(opening.onModuleInit()).rejects.toThrow('a fault of an entity');
});

it('stops trying with the application', async () => {
  initialize.mockRejectedValue(refused());
  await opening.onModuleInit();
  opening.onModuleDestroy();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(initialize).toHaveBeenCalledTimes(1);
});

it('a query before that is answered with 503', async () => {
  const failures = [
    dataSource.query('SELECT 1'),
    dataSource.getRepository('rows').find(),
    dataSource.transaction((manager) => manager.query('SELECT 1')),
  ].map((query) => query.catch((error: unknown) => toProblem(error, 'id').status));
  expect(await Promise.all(failures)).toEqual([503, 503, 503]);
});
