import { causeOf, refusalIn } from './refusal-words.js';

describe('refusalIn', () => {
  it.each([
    "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.",
    'Please reduce the length of the messages or completion.',
    'prompt is too long: 208310 tokens > 200000 maximum',
    'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000',
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    'Unable to submit request because the input token count is 40000 but model only supports up to 32768.',
    'Prompt contains 40000 tokens, too large for model with 32768 maximum context length',
    'Input is too long for requested model.',
    'Input Tokens Exceeded: Number of input tokens exceeds maximum length.',
    "This model's maximum prompt length is 131072 but the request contains 200000 tokens.",
    'Invalid request: Your request exceeded model token limit: 8192',
    'Range of input length should be [1, 30720]',
    'the request exceeds the available context size, try increasing it',
    'The decoder prompt (length 5000) is longer than the maximum model length of 4096.',
    '`inputs` must have less than 1024 tokens. Given: 2000',
    '`inputs` tokens + `max_new_tokens` must be <= 8193',
    'too many tokens: total number of tokens in the prompt cannot exceed 4081',
    'prompt token count of 70000 exceeds the limit of 64000',
    'Prompt exceeds max length',
    'exceed_context_size_error',
  ])('takes for a prompt that is too long: %s', (words) => {
    expect(refusalIn(words)?.code).toBe('context_length_exceeded');
  });

  it.each([
    'Content Exists Risk',
    "The prompt contains sensitive words that violate Google's Responsible AI practices.",
    'input contains sensitive words: [test]',
    'Content blocked by guardrail',
    'Output blocked by content filtering policy',
    'This request has been blocked by our content filters.',
    'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO',
    'openai/gpt-4 requires moderation on OpenAI. Your input was flagged for "violence".',
    'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
    'Your request was rejected as a result of our safety system.',
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
    'The request was rejected because it was considered high risk',
    'Input data may contain inappropriate content.',
    'The system detected potentially unsafe or sensitive content in input or generation.',
    'InputTextSensitiveContentDetected',
    'input new_sensitive',
    'data_inspection_failed',
    '系统检测到输入或生成内容可能包含不安全或敏感内容',
    'NSFW content detected in prompt.',
  ])('takes for a refusal of the content: %s', (words) => {
    expect(refusalIn(words)?.code).toBe('content_filter');
  });

  it.each([
    'max_tokens is too large: 100000. This model supports at most 16384 completion tokens.',
    'Token limit reached',
    "Invalid value: 'x'. Supported values are: 'low' and 'auto'.",
    "Invalid value for 'moderation'",
    "Invalid type for 'messages[0].content': expected a string.",
    'The model `gpt-5` does not exist or you do not have access to it.',
    'The guardrail identifier or version provided in the request does not exist.',
    "Unsupported parameter: 'safety_settings'",
    'messages: at least one message is required',
    '',
  ])('leaves alone: %s', (words) => {
    expect(refusalIn(words)).toBeNull();
  });
});

describe('causeOf', () => {
  it('takes a 403 that is about the content for a refusal of the request, not of the credentials', () => {
    expect(causeOf(403, 'Content violates usage guidelines.')).toBe('request-rejected');
    expect(causeOf(403, 'You have no access to this model.')).toBe('forbidden');
    expect(causeOf(401, 'Content violates usage guidelines.')).toBe('credentials-rejected');
    expect(causeOf(503, 'content filter is down')).toBe('overloaded');
  });
});
