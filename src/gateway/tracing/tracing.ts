import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type RuntimeSettings, SETTINGS } from '../../core/settings.js';
import type { CallTrace } from './open-span.js';
import type { SdkSpans } from './sdk-spans.js';
import { parseTraceparent } from './trace-context.js';

/** How long a shutdown waits for a collector that does not answer. */
const STOP_MS = 3_000;

/** The traces that calls belong to. Without a collector, and a caller who names one, a call has none and pays nothing. */
@Injectable()
export class Tracing implements OnModuleInit, OnApplicationShutdown {
  private spans: SdkSpans | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'exportsTraces'>) {}

  async onModuleInit(): Promise<void> {
    if (!this.settings.exportsTraces) return;
    const { SdkSpans } = await import('./sdk-spans.js');
    this.spans = new SdkSpans();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.spans === null) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_MS)));
    await Promise.race([this.spans.stop().catch(() => undefined), late]);
    clearTimeout(timer);
  }

  /** For a call that another one has led to: part of the same trace, below that one's span. */
  follow(trace: CallTrace | null, startedAt: Date): CallTrace | null {
    return trace?.span == null ? trace : this.begin({ traceparent: trace.span.traceparent }, startedAt);
  }

  begin({ traceparent }: IncomingHttpHeaders, startedAt: Date): CallTrace | null {
    const { spans } = this;
    if (spans === null && traceparent === undefined) return null;
    const parent = parseTraceparent(traceparent);
    if (spans === null) return parent && { traceId: parent.traceId, span: null };
    const span = spans.begin(parent, startedAt);
    return { traceId: span.traceId, span };
  }
}
