import type { Strike } from './strike-out.js';

/**
 * What looks like a secret wherever it stands. Each begins with a word of its own and where no word goes on, so that a long
 * text is read once.
 */
const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\bBearer\s+[\w.~+/=-]{8,}/gi, 'Bearer ***'],
  [/(?<![\w-])(?:sk|pk|rk|gsk|xai|pplx|nvapi|hf|r8|fw|csk|glpat|ghp)[-_][\w*-]{6,}/g, '***'],
  [/(?<![\w-])AIza[\w-]{20,}/g, '***'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, '***'],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g, '***'],
];

/** What a vendor's sentence must not carry to a caller: keys, accounts and addresses of the gateway's own. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  ...CREDENTIALS,
  // Says "api key" and then shows it, masked or not.
  [/(\b(?:api|subscription|access|secret)[ _-]?key\b[^:="'`\n]{0,24}[:=]\s*["'`]?)[^\s"'`,;]+/gi, '$1***'],
  [/\barn:aws[\w-]*:[^\s"'`,;)]+/g, 'arn:***'],
  [/\b(org|proj|user|acct)[-_][A-Za-z0-9]{12,}/g, '$1-***'],
  [
    /\b((?:team|tenant|workspace|account|organi[sz]ation|project)(?: id)?:?\s+["'`]?)[0-9a-f]{8}-[0-9a-f-]{27}/gi,
    '$1***',
  ],
  [/\b[\w.-]+@[\w-]+\.iam\.gserviceaccount\.com/g, '***'],
  [/\bprojects\/[^\s/"'`,;)]+/g, 'projects/***'],
  [/\/subscriptions\/[\w-]+(?:\/resourceGroups\/[^\s/"'`,;)]+)?/gi, '/subscriptions/***'],
  [/\b[\w-]+(\.(?:openai|cognitiveservices|services\.ai)\.azure\.(?:com|us|cn))/g, '***$1'],
];

const MAX_MESSAGE_LENGTH = 2_000;

/**
 * A vendor's message fit for a caller: API keys, tokens, organisation, project and cloud account ids, ARNs and resource
 * host names are masked, and what is longer than 2,000 characters is cut.
 */
export function scrub(message: string): string {
  // Cut first: the patterns then run over a bounded text, whatever a host sends.
  const cut = message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH - 1)}…` : message;
  return PATTERNS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), cut).trim();
}

/** For long texts of somebody else's. Each takes time in proportion to the text. */
export const CREDENTIAL_STRIKES: readonly Strike[] = CREDENTIALS.map(([pattern, mask]) => ({
  mask,
  find: (text) => Array.from(text.matchAll(pattern), ({ 0: found, index }) => [index, index + found.length] as const),
}));
