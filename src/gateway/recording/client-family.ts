/**
 * Names that programs give themselves in `user-agent`, most special first: a tool or framework often keeps the words of
 * the library that it calls through.
 */
const FAMILIES: readonly (readonly [family: string, words: RegExp])[] = [
  ['claude-code', /\bclaude-(cli|code)\b/i],
  ['codex', /\bcodex(?![a-z])/i],
  ['cursor', /\bcursor(?![a-z])/i],
  ['github-copilot', /copilot/i],
  ['gemini-cli', /\bgemini-?cli\b/i],
  ['cline', /\bcline\b/i],
  ['roo-code', /\broo-?(code|cline)\b/i],
  ['kilo-code', /\bkilo-?code\b/i],
  ['continue', /\bcontinue(dev)?\/|\bcontinue\.dev\b/i],
  ['aider', /\baider\b/i],
  ['opencode', /\bopencode\b/i],
  ['zed', /\bzed\//i],
  ['open-webui', /\bopen[ -]?webui\b/i],
  ['librechat', /\blibrechat\b/i],
  ['raycast', /\braycast\b/i],
  ['obsidian', /\bobsidian\b/i],
  ['n8n', /\bn8n\b/i],
  ['langchain', /lang-?chain|langgraph|langsmith/i],
  ['llamaindex', /llama[-_ ]?index/i],
  ['litellm', /litellm/i],
  ['pydantic-ai', /pydantic[-_ ]?ai/i],
  ['semantic-kernel', /semantic[-_ ]?kernel/i],
  ['spring-ai', /spring[-_ ]?ai/i],
  ['haystack', /haystack/i],
  ['mastra', /\bmastra\b/i],
  ['ai-sdk', /\bai-sdk\b|^ai\/\d/i],
  ['openai-agents', /^agents\/(js|python)|openai[-_ ]?agents/i],
  ['openai-js', /\b(openai|azureopenai)\/(js|node(js)?)\b/i],
  ['openai-python', /\b(async)?(azure)?openai\/python\b/i],
  ['openai-go', /\bopenai\/go\b/i],
  ['openai-java', /\bopenai\/(java|kotlin)\b|\bopenai[^/]*\/java\b/i],
  ['openai-ruby', /\bopenai(::client)?\/ruby\b|\bruby-openai\b/i],
  ['openai-dotnet', /\bopenai\/[\d.]+.*\.net\b/i],
  ['openai-php', /\bopenai-php\b/i],
  ['openai-rust', /\basync-openai\//i],
  ['anthropic-js', /\banthropic\/(js|typescript)\b/i],
  ['anthropic-python', /\b(async)?anthropic\/python\b/i],
  ['mistral', /\bmistral/i],
  ['groq', /\b(async)?groq\//i],
  ['curl', /^(lib)?curl\b/i],
  ['wget', /^wget\b/i],
  ['httpie', /^httpie\b/i],
  ['postman', /^postman/i],
  ['insomnia', /^insomnia/i],
  ['bruno', /^bruno/i],
  ['python-httpx', /^python-httpx\b/i],
  ['python-requests', /^python-requests\b/i],
  ['python-aiohttp', /aiohttp/i],
  ['python-urllib', /^python-urllib/i],
  ['axios', /^axios\b/i],
  ['node-fetch', /^(node-fetch|node|undici)(?![a-z])/i],
  ['deno', /^deno\b/i],
  ['bun', /^bun\b/i],
  ['go-http', /^go-http-client\b/i],
  ['java-http', /^(java-http-client|okhttp|apache-httpclient|reactornetty)\b/i],
  ['ruby-http', /^(ruby|faraday)\b/i],
  ['php-http', /^(guzzlehttp|symfony httpclient|php)\b/i],
  ['rust-http', /^(reqwest|ureq|hyper)\b/i],
  ['dotnet-http', /^\.net\b|restsharp/i],
  ['browser', /^mozilla\//i],
];

/** What OpenAI's generated libraries say in `x-stainless-lang`, also where the program names itself. */
const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ['js', 'openai-js'],
  ['python', 'openai-python'],
  ['go', 'openai-go'],
  ['java', 'openai-java'],
  ['kotlin', 'openai-java'],
  ['ruby', 'openai-ruby'],
  ['csharp', 'openai-dotnet'],
]);

const OTHER_CLIENT = 'other';
/** Longer ones are no program's name. */
const MAX_LENGTH = 512;
const MAX_KNOWN = 1_000;
const known = new Map<string, string>();

/**
 * The family of the calling program: a small set of names, for the log to be grouped by. A program that is not in the
 * list is `other`; null where it names none.
 */
export function clientFamily(userAgent: string | undefined, stainlessLanguage?: string): string | null {
  const library = stainlessLanguage === undefined ? undefined : LIBRARIES.get(stainlessLanguage.toLowerCase());
  if (userAgent === undefined || userAgent.trim() === '') return library ?? null;
  const family = familyOf(userAgent.slice(0, MAX_LENGTH));
  return family === OTHER_CLIENT ? (library ?? family) : family;
}

/** Few programs make most calls: each name is looked at once. */
function familyOf(userAgent: string): string {
  const before = known.get(userAgent);
  if (before !== undefined) return before;
  const family = FAMILIES.find(([, words]) => words.test(userAgent))?.[0] ?? OTHER_CLIENT;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(userAgent, family);
  return family;
}
