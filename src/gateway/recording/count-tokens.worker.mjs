// Counts the tokens of one call after the other, from the texts of its request and its answer. A thread of its own, for a
// long text takes seconds, and the tables of the tokenizer 70 MB that are given back when nothing was counted for a while.
import { parentPort } from 'node:worker_threads';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/**
 * What OpenAI's chat format adds: each message is framed, and so are the answer that is due and each call of a tool.
 * @see https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken
 */
const [PER_MESSAGE, PER_NAME, PER_CALL, PER_REQUEST] = [4, 1, 7, 3];
/** The tokenizer takes the square of a text's length where there is no white space in it: it is given pieces. */
const PIECE = /\s{0,64}\S{1,256}(?:\s{1,64}\S{1,64}){0,64}|\s{1,256}/gu;
const PLAIN_TEXT = { allowedSpecial: new Set(), disallowedSpecial: new Set() };

parentPort.on('message', ({ member, prompt, answer }) => {
  parentPort.postMessage({
    prompt: counted(() => countPrompt(member, parse(prompt)), 'prompt'),
    answer: counted(() => (answer === null ? 0 : countAnswer(answer)), 'answer'),
  });
});

/** What is no text: nothing can be counted of it. */
class NoText extends Error {}

/** @returns the tokens; or as a text the reason, as the log shows it, why they cannot be counted */
function counted(count, side) {
  try {
    return count();
  } catch (error) {
    return error instanceof NoText ? `${error.message}_in_${side}` : `unreadable_${side}`;
  }
}

function parse(bytes) {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

function tokensOf(text) {
  if (typeof text !== 'string') return 0;
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECE)) tokens += countTokens(piece, PLAIN_TEXT);
  return tokens;
}

function countPrompt(member, body) {
  if (member !== 'messages') return textsOrTokens(body[member]);
  const messages = listOf(body.messages).reduce((sum, message) => {
    const name = typeof message.name === 'string' ? PER_NAME + tokensOf(message.name) : 0;
    return sum + PER_MESSAGE + name + tokensOfTexts(message);
  }, PER_REQUEST);
  return messages + asJson(body.tools ?? body.functions) + asJson(body.response_format?.json_schema?.schema);
}

/** A text, a list of them, or tokens that the caller has counted already. */
function textsOrTokens(value) {
  if (!Array.isArray(value)) return tokensOf(value);
  return value.reduce((sum, each) => sum + (typeof each === 'number' ? 1 : textsOrTokens(each)), 0);
}

/** Declared tools and schemas reach a model in a form of the vendor's own, of about the length of their JSON. */
function asJson(value) {
  return value === undefined || value === null ? 0 : tokensOf(JSON.stringify(value));
}

function countAnswer({ whole, pieces, bytes }) {
  if (whole !== undefined) {
    const messages = listOf(parse(whole).choices).map((choice) => choice.message ?? { content: choice.text });
    return messages.reduce((sum, message) => sum + tokensOfTexts(message), 0);
  }
  let tokens = 0;
  let keptBytes = 0;
  for (const piece of pieces) {
    tokens += tokensOfFrames(Buffer.from(piece).toString('utf8'));
    keptBytes += piece.length;
  }
  // Frames of one stream are alike: what was kept stands for what was not.
  return keptBytes === 0 ? 0 : Math.round((tokens * bytes) / keptBytes);
}

/** Deltas that follow one another are one text: a token may be spread over two of them. */
function tokensOfFrames(frames) {
  const texts = new Map();
  for (const [, data] of frames.matchAll(/^data: ?(\{.*)$/gm)) {
    for (const choice of listOf(JSON.parse(data).choices)) {
      for (const [name, text] of Object.entries(textsIn(choice.delta ?? { content: choice.text }))) {
        const key = `${choice.index} ${name}`;
        texts.set(key, (texts.get(key) ?? '') + text);
      }
    }
  }
  return sumOf(Object.fromEntries(texts));
}

function tokensOfTexts(message) {
  return sumOf(textsIn(message));
}

function sumOf(texts) {
  let tokens = 0;
  for (const [name, text] of Object.entries(texts)) tokens += tokensOf(text) + (name.endsWith(' call') ? PER_CALL : 0);
  return tokens;
}

/** The texts of a message, or of a delta of one, by where they stand. */
function textsIn(message) {
  const texts = {
    content: textOf(message.content),
    reasoning: textOf(message.reasoning_content ?? message.reasoning),
    refusal: textOf(message.refusal),
  };
  if (message.function_call) texts['function call'] = textOfCall(message.function_call);
  for (const [place, call] of listOf(message.tool_calls).entries()) {
    texts[`${call.index ?? place} call`] = textOfCall(call.function);
  }
  return texts;
}

function textOfCall(call) {
  return `${call?.name ?? ''}${call?.arguments ?? ''}`;
}

/** @throws NoText for an image, sound or a file */
function textOf(content) {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (Array.isArray(content)) return content.map(textOf).join('');
  const text = content.text ?? content.refusal ?? content.thinking;
  if (text !== undefined) return textOf(text);
  throw new NoText(
    String(content.type ?? '')
      .replaceAll(/[^a-z_]/g, '')
      .slice(0, 32) || 'unknown',
  );
}

function listOf(value) {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}
