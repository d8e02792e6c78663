import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PRICE_BOOK, type PriceBook } from '../catalog/price-book.js';
import { type Clock, CLOCK } from '../core/clock.js';
import { refuse, unprocessable } from '../core/http/admin-errors.js';
import type { SentFile } from '../core/http/read-admin-body.interceptor.js';
import { findUnusedProviders, loadDailyUsage } from '../observability/usage/daily-usage.js';
import { BillError } from '../providers/bill-format.js';
import { ProviderRegistry } from '../providers/provider-registry.js';
import { compareBill } from './compare-bill.js';
import { readBill, type Bill } from './read-bill.js';
import { toReconciliationView, type ReconciliationView } from './reconciliation.dto.js';
import type { ReconcileQuery } from './reconcile.query.js';

const DAY_MS = 24 * 3600 * 1000;
const MAX_DAYS = 400;

/** Holds a vendor's own account of what was used against the log's. Nothing of it is kept. */
@Injectable()
export class ReconciliationService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly registry: ProviderRegistry,
    @Inject(PRICE_BOOK) private readonly prices: PriceBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws UnprocessableEntityException says which line cannot be read, or what does not fit the log */
  async reconcile(file: SentFile, query: ReconcileQuery): Promise<ReconciliationView> {
    const { vendor, bill } = await this.read(file, query.group);
    const days = bill.lines.map(({ day }) => day).sort();
    const [firstDay = '', lastDay = ''] = [days[0], days.at(-1)];
    const end = Date.parse(lastDay) + DAY_MS;
    if (end - Date.parse(firstDay) > MAX_DAYS * DAY_MS) throw refusal(`it spans more than ${MAX_DAYS} days`);
    const providers = query.provider === undefined ? null : listOf(query.provider);
    const unused = await findUnusedProviders(this.dataSource, vendor, providers ?? []);
    refuse(unused.map((name) => ({ pointer: '/provider', detail: `no call of ${vendor} went by provider ${name}` })));
    const to = new Date(end).toISOString();
    const usage = await loadDailyUsage(this.dataSource, { vendor, providers, from: firstDay, to });
    const { tolerance } = query;
    const compared = compareBill(bill, usage, {
      tolerance: BigInt(Math.round(tolerance * 1000)),
      aliasOf: (model) => this.prices.find(vendor, model)?.model ?? model,
    });
    const isOpen = end > this.clock.now().getTime();
    return toReconciliationView(bill, compared, { vendor, firstDay, lastDay, isOpen, tolerance });
  }

  private async read(file: SentFile, group: string | undefined): Promise<{ vendor: string; bill: Bill }> {
    const strategies = this.registry.all();
    let bill: Bill;
    try {
      bill = await readBill(
        file,
        strategies.flatMap(({ billFormats = [] }) => billFormats),
      );
    } catch (error) {
      throw error instanceof BillError ? refusal(error.message) : error;
    }
    const owner = strategies.find(({ billFormats = [] }) => billFormats.includes(bill.format));
    if (owner === undefined) throw new Error(`the format ${bill.format.name} is no vendor's`);
    return { vendor: owner.vendor, bill: group === undefined ? filled(bill) : filled(only(bill, listOf(group))) };
  }
}

function only(bill: Bill, groups: readonly string[]): Bill {
  return { ...bill, lines: bill.lines.filter((line) => line.groups.some((group) => groups.includes(group))) };
}

function filled(bill: Bill): Bill {
  if (bill.lines.length === 0) throw refusal('it holds no usage and no costs, or none of this group');
  return bill;
}

function refusal(detail: string) {
  return unprocessable([{ pointer: '', detail }]);
}

function listOf(names: string): string[] {
  return names.split(',').map((name) => name.trim());
}
