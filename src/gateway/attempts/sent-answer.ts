import { type JsonObject, objectOf, objectsOf } from '../../core/json.js';

/** UTF-16 units of text that are kept to be continued: more than any model writes in one answer. */
const MAX_TEXT = 1024 * 1024;

/** Of a delta: they hold no part of the answer, or thoughts, which no other model can go on with. */
const BESIDE_TEXT: ReadonlySet<string> = new Set([
  ...['role', 'content', 'reasoning', 'reasoning_content', 'reasoning_details', 'thinking_blocks', 'extra_content'],
]);

/** What every chunk of one answer has in common. */
export interface ChunkEnvelope {
  readonly id?: JsonObject[string];
  readonly created?: JsonObject[string];
  readonly model?: JsonObject[string];
}

/** What a caller has been sent of one streamed chat answer, as far as another model can go on with it. */
export class SentAnswer {
  /** Empty where nothing but thoughts was sent. */
  text = '';
  /** Pieces of text, of which each is a token at least. */
  pieces = 0;
  /** Of its first chunk; null before that. */
  envelope: ChunkEnvelope | null = null;
  /** As the vendor that is answering now has counted so far; null where it did not. */
  usage: JsonObject | null = null;
  /** Text is all that was sent, and it has not ended. */
  isContinuable = true;

  see(chunk: JsonObject): void {
    const choices = objectsOf(chunk['choices']);
    const usage = objectOf(chunk['usage']);
    if (Object.keys(usage).length > 0) this.usage = usage;
    const [choice] = choices;
    if (choice === undefined) return;
    this.envelope ??= { id: chunk['id'], created: chunk['created'], model: chunk['model'] };
    const delta = objectOf(choice['delta']);
    if (choices.length > 1 || !isText(choice, delta)) this.giveUp();
    else if (typeof delta['content'] === 'string') this.add(delta['content']);
  }

  private add(text: string): void {
    if (text === '' || !this.isContinuable) return;
    this.text += text;
    this.pieces++;
    if (this.text.length > MAX_TEXT) this.giveUp();
  }

  private giveUp(): void {
    this.isContinuable = false;
    this.text = '';
  }
}

/** Not the answer's end, and with nothing in it that is not text: no call, refusal, audio, image or probabilities. */
function isText({ index, finish_reason: finish, logprobs }: JsonObject, delta: JsonObject): boolean {
  if ((index !== undefined && index !== 0) || isSet(finish) || isSet(logprobs)) return false;
  if (isSet(delta['content']) && typeof delta['content'] !== 'string') return false;
  return Object.entries(delta).every(([name, value]) => BESIDE_TEXT.has(name) || !isSet(value));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
