import { HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { AdminController } from '../core/http/admin-controller.js';
import { ApiAction } from '../core/http/api-action.js';
import { FileBody, TakesFile, type SentFile } from '../core/http/read-admin-body.interceptor.js';
import { ChangesNothing } from '../core/http/write-log.interceptor.js';
import { CSV } from './read-bill.js';
import { ReconcileQuery } from './reconcile.query.js';
import { ReconciliationView } from './reconciliation.dto.js';
import { ReconciliationService } from './reconciliation.service.js';

const TYPES = ['application/json', CSV] as const;
const LIMIT_BYTES = 8 * 1024 * 1024;

@AdminController('prices', 'Prices')
export class ReconciliationController {
  constructor(private readonly reconciliation: ReconciliationService) {}

  @Post('reconcile')
  @HttpCode(200)
  @ChangesNothing()
  @TakesFile({ limitBytes: LIMIT_BYTES, types: TYPES })
  @ApiConsumes(...TYPES)
  @ApiBody({
    description:
      'An export as the vendor gives it: a page of its usage or costs API, an array of such pages, or the CSV file of its console',
    schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }, { type: 'string' }] },
  })
  @ApiAction('Compare a vendor’s export of usage or costs with the log, by day and model; nothing is changed', {
    ok: ReconciliationView,
  })
  reconcile(@FileBody() file: SentFile, @Query() query: ReconcileQuery): Promise<ReconciliationView> {
    return this.reconciliation.reconcile(file, query);
  }
}
