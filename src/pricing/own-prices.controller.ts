import { Body, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { AdminController } from '../core/http/admin-controller.js';
import { AdminValidationPipe } from '../core/http/admin-validation.pipe.js';
import { ApiAction } from '../core/http/api-action.js';
import { FileBody, type SentFile, TakesFile } from '../core/http/read-admin-body.interceptor.js';
import { IdParam } from '../core/http/resource-param.js';
import { PriceBody, StoredPriceView, UploadBody, UploadView } from './own-price.dto.js';
import { OwnPricesService } from './own-prices.service.js';
import { readPriceJson, readPriceTable } from './read-price-file.js';

const CSV = 'text/csv';
const MAX_FILE_BYTES = 2 * 1024 * 1024;

@AdminController('prices', 'Prices')
export class OwnPricesController {
  private readonly checks = new AdminValidationPipe();

  constructor(private readonly prices: OwnPricesService) {}

  @Post()
  @ApiAction('Write a price or a discount; it wins over the catalog’s, and replaces one under the same conditions', {
    created: StoredPriceView,
  })
  create(@Body() body: PriceBody): Promise<StoredPriceView> {
    return this.prices.create(body);
  }

  @Post('upload')
  @HttpCode(200)
  @TakesFile({ limitBytes: MAX_FILE_BYTES, types: ['application/json', CSV] })
  @ApiConsumes('application/json', 'text/csv')
  @ApiExtraModels(UploadBody)
  @ApiBody({ schema: { $ref: getSchemaPath(UploadBody) } })
  @ApiAction('Write the prices of a file, JSON or CSV with the same fields as columns: all of them or none', {
    ok: UploadView,
  })
  async upload(@FileBody() file: SentFile): Promise<UploadView> {
    const text = file.bytes.toString('utf8');
    const content = file.type === CSV ? readPriceTable(text) : readPriceJson(text);
    const { prices } = (await this.checks.transform(content, { type: 'body', metatype: UploadBody })) as UploadBody;
    return this.prices.upload(prices);
  }

  @Get(':id')
  @ApiAction('Read a price and every change of it; also one that was replaced, as the log’s `priceIds` name it', {
    ok: StoredPriceView,
  })
  get(@IdParam('id') id: string): Promise<StoredPriceView> {
    return this.prices.get(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiAction('Take back a price that was written here; calls keep what they were charged', 'nothing')
  async delete(@IdParam('id') id: string): Promise<void> {
    await this.prices.delete(id);
  }
}
