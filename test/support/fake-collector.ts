import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the root of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  /** 2: server, 3: client. */
  readonly kind: number;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** 2: error. */
  readonly status: number;
  readonly service: unknown;
}

/**
 * A collector of OpenTelemetry that takes traces as OTLP over HTTP, in protobuf.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export class FakeCollector {
  readonly spans: ReceivedSpan[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  /** What is answered. */
  status = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeCollector> {
    const server = createServer();
    const collector = new FakeCollector(server);
    server.on('request', (request, reply) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        collector.headers.push(request.headers);
        if (collector.status === 200 && request.url === '/v1/traces') {
          collector.spans.push(...readSpans(Buffer.concat(pieces)));
        }
        reply.writeHead(collector.status, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function readSpans(body: Buffer): ReceivedSpan[] {
  return fieldsOf(body, 1).flatMap((resourceSpans) => {
    const resource = attributesOf(fieldsOf(resourceSpans, 1).flatMap((each) => fieldsOf(each, 1)));
    const spans = fieldsOf(resourceSpans, 2).flatMap((scopeSpans) => fieldsOf(scopeSpans, 2));
    return spans.map((span) => toSpan(span, resource['service.name']));
  });
}

function toSpan(span: Buffer, service: unknown): ReceivedSpan {
  const members = readMessage(span);
  const bytes = (field: number): Buffer => members.find((member) => member.field === field)?.bytes ?? Buffer.alloc(0);
  const [status] = fieldsOf(span, 15);
  return {
    traceId: bytes(1).toString('hex'),
    spanId: bytes(2).toString('hex'),
    parentSpanId: bytes(4).toString('hex'),
    name: bytes(5).toString(),
    kind: Number(members.find(({ field }) => field === 6)?.number ?? 0n),
    startNanos: bytes(7).readBigUInt64LE(),
    endNanos: bytes(8).readBigUInt64LE(),
    attributes: attributesOf(fieldsOf(span, 9)),
    status: Number((status && readMessage(status).find(({ field }) => field === 3)?.number) ?? 0n),
    service,
  };
}

function attributesOf(pairs: readonly Buffer[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key] = fieldsOf(pair, 1);
      const [value] = fieldsOf(pair, 2);
      return [key?.toString() ?? '', value && valueOf(value)];
    }),
  );
}

function valueOf(value: Buffer): unknown {
  const [member] = readMessage(value);
  if (member === undefined) return undefined;
  if (member.field === 1) return member.bytes.toString();
  if (member.field === 4) return member.bytes.readDoubleLE();
  if (member.field === 5) return fieldsOf(member.bytes, 1).map(valueOf);
  return Number(member.number);
}

function fieldsOf(message: Buffer, field: number): Buffer[] {
  return readMessage(message).flatMap((member) => (member.field === field ? [member.bytes] : []));
}

interface Member {
  readonly field: number;
  /** Of a varint. */
  readonly number: bigint;
  /** Of everything else. */
  readonly bytes: Buffer;
}

/** @see https://protobuf.dev/programming-guides/encoding/ */
function readMessage(message: Buffer): Member[] {
  const members: Member[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const kind = key & 7;
    if (kind === 0) {
      members.push({ field: key >> 3, number: varint(), bytes: Buffer.alloc(0) });
      continue;
    }
    const length = kind === 2 ? Number(varint()) : kind === 1 ? 8 : 4;
    members.push({ field: key >> 3, number: 0n, bytes: message.subarray(at, at + length) });
    at += length;
  }
  return members;
}
