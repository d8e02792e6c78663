import { UpstreamError } from '../../../core/errors.js';
import { type JsonObject, objectOf, textOf } from '../../../core/json.js';
import type { ChoiceWriter } from '../openai-chat/chunk-writer.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import type { StreamItem } from '../../provider-strategy.js';
import { mapFinishReason } from './map-finish-reason.js';
import { PartialArguments } from './partial-arguments.js';
import { callIdOf, readLogprobs, readPieces, saidWith, toImage, type Piece, type Said } from './read-part.js';
import { toSignatureExtension } from './thought-signature.js';

/** One choice of a stream: what it has said so far, and what it says next. */
export class ChoiceStream {
  /** '' until the vendor gives one. */
  finishReason = '';
  private said: Said = 'nothing';
  private calls = 0;
  private images = 0;
  private open: PartialArguments | null = null;

  constructor(
    private readonly index: number,
    private readonly writer: ChoiceWriter,
    private readonly reply: { readonly fallbackId: string; readonly names: ToolNames },
  ) {}

  read(candidate: JsonObject): StreamItem[] {
    const logprobs = readLogprobs(candidate);
    const items: StreamItem[] = this.writer.start();
    for (const piece of readPieces(candidate)) items.push(...this.write(piece));
    if (logprobs !== null) items.push(...this.writer.logprobs(logprobs));
    this.finishReason = textOf(candidate['finishReason']) || this.finishReason;
    if (this.finishReason === '') return items;
    const finish = mapFinishReason(this.finishReason, this.said);
    // A later event may still bring words to an OTHER; a failure of the model is final.
    return finish instanceof UpstreamError && this.finishReason !== 'OTHER' ? [...items, finish] : items;
  }

  /** @param blocked the prompt's filter stepped in: it ends choices that gave no reason of their own */
  finish(blocked: boolean): StreamItem[] {
    const rest = this.closeCall();
    if (this.finishReason === '' && blocked) return [...rest, ...this.writer.finish('content_filter')];
    const finish = mapFinishReason(this.finishReason, this.said);
    return finish instanceof UpstreamError ? [finish] : [...rest, ...this.writer.finish(finish)];
  }

  private write(piece: Piece): StreamItem[] {
    this.said = saidWith(this.said, piece);
    switch (piece.kind) {
      case 'text':
        return [...this.writer.content(piece.text), ...this.writeSignature(piece.signature)];
      case 'reasoning':
        return this.writer.reasoning(piece.text);
      case 'image':
        return this.writer.delta({ images: [toImage(piece.url, this.images++)] });
      case 'call':
        return this.writeCall(piece.call, piece.signature);
    }
  }

  private writeSignature(signature: string): StreamItem[] {
    return signature === '' ? [] : this.writer.delta(toSignatureExtension(signature));
  }

  /** A call comes whole, or is opened by its name and filled by path; then its text is known only at its end. */
  private writeCall(call: JsonObject, signature: string): StreamItem[] {
    const name = textOf(call['name']);
    if (name === '') {
      this.open?.add(call);
      return call['willContinue'] === true ? [] : this.closeCall();
    }
    const closed = this.closeCall();
    const at = this.calls++;
    const id = callIdOf(call, this.reply.fallbackId, this.index, at);
    const begun = { index: at, id, name: this.reply.names.toCaller(name) };
    const started = this.writer.toolCallStart(begun, toSignatureExtension(signature));
    if (call['willContinue'] === true || call['partialArgs'] !== undefined) {
      this.open = new PartialArguments();
      this.open.add(call);
      return [...closed, ...started, ...(call['willContinue'] === true ? [] : this.closeCall())];
    }
    const args = JSON.stringify(objectOf(call['args']));
    return [...closed, ...started, ...this.writer.toolCallArguments(at, args)];
  }

  private closeCall(): StreamItem[] {
    if (this.open === null) return [];
    const text = this.open.toJson();
    this.open = null;
    return this.writer.toolCallArguments(this.calls - 1, text);
  }
}
