// The requests that are measured. `model` turns a model's name into what the side calls it.
const chat = (fields) => ({ path: '/v1/chat/completions', body: JSON.stringify(fields) });
const message = (content) => [{ role: 'user', content }];
const prompt200k = Array.from({ length: 200 }, (_, index) => ({
  role: index % 2 ? 'assistant' : 'user',
  content: `Turn ${index}: ${'The quick brown fox said "hello" to the lazy dog.\n'.repeat(19)}`,
}));

export const wholeReply = (model) => chat({ model: model('whole'), messages: message('hello') });
export const bigRequest = (model) => chat({ model: model('whole'), messages: prompt200k });
export const embedding = (model) => ({
  path: '/v1/embeddings',
  body: JSON.stringify({ model: model('embed'), input: 'hello' }),
});
/** A hundred chunks, so many milliseconds apart. */
export const stream = (model, delayMs) => streamOf(model(`stream-${delayMs}`));
export const streamOf = (model) => chat({ model, stream: true, messages: message('hello') });

const BOUNDARY = 'bench-boundary';
/** A form as the official client sends it, its 10 MB file behind its fields. */
export const upload = (model) => ({
  path: '/v1/audio/transcriptions',
  headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  body: Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="model"\r\n\r\n${model('whisper')}\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\ncontent-type: audio/mpeg\r\n\r\n`,
    ),
    Buffer.alloc(10 * 1024 * 1024, 7),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]),
});
