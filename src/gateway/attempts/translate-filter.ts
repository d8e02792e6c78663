import { GatewayError } from '../../core/errors.js';
import type { JsonObject } from '../../core/json.js';
import { readOpenAiUsage } from '../../core/usage.js';
import type { StreamItem, StreamTranslator } from '../../providers/provider-strategy.js';
import type { FrontFormat } from '../fronts/front-format.js';
import { noStream } from './no-answer.js';
import { isPieceOfAnswer } from './pass-through-filter.js';
import { finishOf, type ReplyMeter } from './reply-meter.js';
import type { StreamFilter } from './reply-stream.js';

export interface TranslateOptions {
  readonly includeUsage: boolean;
  /** How a chunk looks for this caller; null where as it is. */
  readonly mapChunk: ((chunk: JsonObject) => JsonObject) | null;
  readonly streamEnd: FrontFormat['streamEnd'];
}

/** A vendor's stream as OpenAI's: chunks of one read leave in one write, usage is hidden unless asked for. */
export class TranslateFilter implements StreamFilter {
  good = false;
  done = false;
  failure: GatewayError | null = null;

  constructor(
    private readonly translator: StreamTranslator,
    private readonly options: TranslateOptions,
    private readonly meter: ReplyMeter,
  ) {}

  push(bytes: Uint8Array): Buffer | null {
    return this.write(this.translator.push(bytes), this.translator.done);
  }

  end(): Buffer | null {
    return this.write(this.translator.end(), true);
  }

  private write(items: readonly StreamItem[], ended: boolean): Buffer | null {
    let text = '';
    for (const item of items) {
      if (item instanceof GatewayError) {
        this.failure = item;
        break;
      }
      this.good ||= isPieceOfAnswer(item);
      text += this.encode(item);
    }
    if (ended && !this.good) this.failure ??= noStream();
    if (ended && this.failure === null) {
      this.done = true;
      text += this.options.streamEnd ?? '';
    }
    return text === '' ? null : Buffer.from(text);
  }

  private encode(chunk: JsonObject): string {
    const { usage } = chunk;
    const isUsageOnly = Array.isArray(chunk['choices']) && chunk['choices'].length === 0;
    if (usage !== undefined && usage !== null) this.meter.usage = readOpenAiUsage(usage) ?? this.meter.usage;
    const { finishReason, serviceTier } = finishOf(chunk);
    this.meter.finishReason ??= finishReason;
    this.meter.serviceTier = serviceTier ?? this.meter.serviceTier;
    if (isUsageOnly && !this.options.includeUsage) return '';
    const mapped = this.options.mapChunk === null ? chunk : this.options.mapChunk(chunk);
    const sent = this.options.includeUsage && usage === undefined ? { ...mapped, usage: null } : mapped;
    return `data: ${JSON.stringify(sent)}\n\n`;
  }
}
