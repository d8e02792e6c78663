import { UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import type { ChoiceWriter } from '../../formats/openai-chat/chunk-writer.js';
import { fitId } from '../../formats/openai-chat/fit-id.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import type { StreamItem } from '../../provider-strategy.js';
import { mapFinishReason } from './map-finish-reason.js';
import { readArguments, readCallId, readContent } from './read-content.js';
import { TOOL_ID, TOOL_ID_LENGTH } from './tool-id.js';

/** A call that has begun: where it stands in OpenAI's count, and what it is known by on the wire. */
interface StartedCall {
  readonly place: number;
  readonly id: string;
  readonly index: number | null;
  hasArguments: boolean;
}

/** One choice of a stream. */
export class ChoiceStream {
  finished = false;
  private readonly calls: StartedCall[] = [];

  constructor(
    private readonly index: number,
    private readonly writer: ChoiceWriter,
    private readonly reply: { readonly fallbackId: string; readonly names: ToolNames },
  ) {}

  read(choice: JsonObject): StreamItem[] {
    if (this.finished) return [];
    const delta = objectOf(choice['delta']);
    const { text, reasoning } = readContent(delta['content']);
    const items: StreamItem[] = [
      ...this.writer.start(),
      ...this.writer.reasoning(reasoning),
      ...this.writer.content(text),
      ...objectsOf(delta['tool_calls']).flatMap((call) => this.readCall(call)),
    ];
    const reason = textOf(choice['finish_reason']);
    return reason === '' ? items : [...items, ...this.finish(reason)];
  }

  private finish(reason: string): StreamItem[] {
    const finish = mapFinishReason(reason);
    if (finish instanceof UpstreamError) return [finish];
    this.finished = true;
    const empty = this.calls.filter(({ hasArguments }) => !hasArguments);
    return [...empty.flatMap(({ place }) => this.writer.toolCallArguments(place, '{}')), ...this.writer.finish(finish)];
  }

  private readCall(json: JsonObject): StreamItem[] {
    const called = objectOf(json['function']);
    const continued = this.continuedBy(json, textOf(called['name']));
    const call = continued ?? this.start(json);
    const text = readArguments(called['arguments']);
    call.hasArguments ||= text !== '';
    const started = { index: call.place, id: call.id, name: this.reply.names.toCaller(textOf(called['name'])) };
    return [
      ...(continued === null ? this.writer.toolCallStart(started) : []),
      ...this.writer.toolCallArguments(call.place, text),
    ];
  }

  /** An id tells calls apart, and where there is none, a name begins a call and its lack continues one. */
  private continuedBy(json: JsonObject, name: string): StartedCall | null {
    const id = readCallId(json);
    if (id !== '') return this.calls.find((call) => call.id === id) ?? null;
    if (name !== '') return null;
    const index = countOf(json['index']);
    return this.calls.findLast((call) => index === null || call.index === index) ?? this.calls.at(-1) ?? null;
  }

  private start(json: JsonObject): StartedCall {
    const place = this.calls.length;
    const fallback = fitId(`${this.reply.fallbackId}/${this.index}/${place}`, TOOL_ID, TOOL_ID_LENGTH);
    const call = { place, id: readCallId(json) || fallback, index: countOf(json['index']), hasArguments: false };
    this.calls.push(call);
    return call;
  }
}
