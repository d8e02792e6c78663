import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Logger } from '@nestjs/common';
import type { EndedSpan, OpenSpan } from './open-span.js';
import { formatTraceparent, type TraceParent } from './trace-context.js';

const SERVICE = 'llmops-gateway';
const LOG_EVERY_MS = 30_000;

/**
 * Spans by OpenTelemetry's SDK, exported in batches over OTLP, as the usual variables say. Loaded only where they are
 * set. Nothing is registered globally, and no library is instrumented: the gateway knows its calls best itself.
 */
export class SdkSpans {
  private readonly provider: BasicTracerProvider;
  private readonly tracer: Tracer;

  constructor() {
    logFailures();
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': SERVICE }).merge(
        detectResources({ detectors: [envDetector] }),
      ),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
    });
    this.tracer = this.provider.getTracer(SERVICE);
  }

  begin(parent: TraceParent | null, startedAt: Date): OpenSpan {
    const within =
      parent === null
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId: parent.traceId,
            spanId: parent.spanId,
            traceFlags: parent.flags,
            isRemote: true,
          });
    const span = this.tracer.startSpan('call', { kind: SpanKind.SERVER, startTime: startedAt }, within);
    return new SdkSpan(this.tracer, span);
  }

  /** Exports what is left. */
  stop(): Promise<void> {
    return this.provider.shutdown();
  }
}

class SdkSpan implements OpenSpan {
  constructor(
    private readonly tracer: Tracer,
    private readonly span: Span,
  ) {}

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  get traceparent(): string {
    const { traceId, spanId, traceFlags: flags } = this.span.spanContext();
    return formatTraceparent({ traceId, spanId, flags });
  }

  beginCall(startedAt: Date): OpenSpan {
    const within = trace.setSpan(ROOT_CONTEXT, this.span);
    const span = this.tracer.startSpan('attempt', { kind: SpanKind.CLIENT, startTime: startedAt }, within);
    return new SdkSpan(this.tracer, span);
  }

  end({ name, attributes, failure, endedMs }: EndedSpan): void {
    const { span } = this;
    span.updateName(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null) span.setAttribute(key, typeof value === 'object' ? [...value] : value);
    }
    if (failure !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span.end(endedMs);
  }
}

/** The SDK drops what it cannot export, and says so here: once in a while, for it tries every five seconds. */
function logFailures(): void {
  const logger = new Logger('tracing');
  let loggedAt = -Infinity;
  const warn = (message: string): void => {
    if (performance.now() - loggedAt < LOG_EVERY_MS) return;
    loggedAt = performance.now();
    logger.warn(`Spans are not exported: ${message.slice(0, 500)}`);
  };
  const ignore = (): void => undefined;
  diag.setLogger({ error: warn, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
}
