// Charges calls again until it is done or killed, and says so after each batch.
import { DataSource } from 'typeorm';
import { buildPriceBook } from '../../src/catalog/price-book.js';
import { readModels } from '../../src/catalog/models.js';
import { dataSourceOptions } from '../../src/core/database.js';
import { Rerating } from '../../src/pricing/rerating.entity.js';
import { ReratingsService } from '../../src/pricing/reratings.service.js';

const [databaseUrl = '', id = ''] = process.argv.slice(2);
const dataSource = await new DataSource({ ...dataSourceOptions(databaseUrl, 2), entities: [Rerating] }).initialize();
const reratings = new ReratingsService(dataSource, []);
const context = { prices: buildPriceBook(readModels()), accounts: new Map() };
while (await reratings.runBatch(id, context)) process.stdout.write('a batch is done\n');
await dataSource.destroy();
