/** What is read of Groq's replies and frames beyond OpenAI's format. See https://console.groq.com/docs/api-reference. */
export type GroqReply = { choices?: unknown; usage?: unknown; error?: unknown; x_groq?: unknown };
export type GroqExtension = { usage?: unknown };
export type GroqChoice = { finish_reason?: unknown };
/** A message, or the delta of a frame. */
export type GroqMessage = { role?: unknown; content?: unknown; reasoning?: unknown; reasoning_content?: unknown };
