import type { JsonValue } from '../../../core/json.js';
import type { HostSettings } from '../../provider-strategy.js';

/** Hosts that know no `developer` role, by the end of their name. @see docs/vendors/openai-compatible.md */
const WITHOUT_DEVELOPER: readonly string[] = [
  ...['api.deepseek.com', 'api.mistral.ai', 'api.together.xyz', 'api.together.ai', 'api.fireworks.ai'],
  ...['api.moonshot.ai', 'api.moonshot.cn', 'aliyuncs.com', 'open.bigmodel.cn', 'api.z.ai', 'api.minimax.io'],
  ...['api.perplexity.ai', 'api.sambanova.ai', 'integrate.api.nvidia.com', 'api.siliconflow.com', 'api.siliconflow.cn'],
];
/** Hosts that refuse `stream_options`; Mistral counts without being asked. */
const WITHOUT_STREAM_OPTIONS: readonly string[] = ['api.mistral.ai'];

/** What is known of a host before it is asked. */
export interface KnownTraits {
  readonly streamOptions: boolean;
  readonly developerRole: boolean;
}

export function knownTraits(base: string): KnownTraits {
  const host = URL.canParse(base) ? new URL(base).hostname : '';
  const isOneOf = (names: readonly string[]) => names.some((name) => host === name || host.endsWith(`.${name}`));
  return { streamOptions: !isOneOf(WITHOUT_STREAM_OPTIONS), developerRole: !isOneOf(WITHOUT_DEVELOPER) };
}

/**
 * Members of answers that come back in a conversation's history, of OpenAI's own and of what other vendors' answers hold
 * here. Some hosts refuse a whole request for one that they do not know.
 */
const ANSWER_MEMBERS: readonly string[] = [
  ...['reasoning_content', 'reasoning', 'reasoning_details', 'thinking_blocks', 'extra_content', 'images'],
  ...['refusal', 'annotations', 'audio', 'parsed', 'index'],
];
const UNKNOWN_MEMBER =
  /not allowed|unexpected|unsupported|not permitted|not supported|un(?:known|recogni[sz]ed)|extra/i;

/** What a refusal was about. */
export interface Refusal {
  readonly kind: string;
  readonly message: string;
  readonly param?: string | null;
}

/**
 * Which optional parts of OpenAI's format a host takes: the account's setting, else what is known of the host, else what
 * its refusals showed, kept as long as the connection.
 */
export class HostTraits {
  private learntStreamOptions = false;
  private learntDeveloperRole = false;
  private readonly learntMembers = new Set<string>();

  constructor(
    private readonly known: KnownTraits,
    private readonly settings: Partial<HostSettings> = {},
  ) {}

  get takesStreamOptions(): boolean {
    const { streamOptions = 'auto' } = this.settings;
    return streamOptions === 'auto' ? this.known.streamOptions && !this.learntStreamOptions : streamOptions === 'send';
  }

  get takesDeveloperRole(): boolean {
    const { developerRole = 'auto' } = this.settings;
    return developerRole === 'auto' ? this.known.developerRole && !this.learntDeveloperRole : developerRole === 'send';
  }

  /** Members of messages that the host does not know. */
  get unknownMembers(): ReadonlySet<string> {
    return this.learntMembers;
  }

  /**
   * Learns from the refusal of a request.
   * @param sent which of these parts the request held
   * @returns whether the request would be made otherwise now
   */
  learn(
    refusal: Refusal,
    sent: { readonly streamOptions: JsonValue | undefined; readonly developer: boolean },
  ): boolean {
    if (refusal.kind !== 'request-rejected') return false;
    const before = [this.takesStreamOptions, this.takesDeveloperRole, this.learntMembers.size];
    const text = `${refusal.param ?? ''} ${refusal.message}`;
    // Only what the gateway adds itself: other options are the caller's, and may be what was refused.
    const isOurs = JSON.stringify(sent.streamOptions) === '{"include_usage":true}';
    if (isOurs && /stream_options|include_usage/i.test(text)) this.learntStreamOptions = true;
    if (sent.developer && /developer|\brole\b/i.test(text)) this.learntDeveloperRole = true;
    for (const member of unknownMembersIn(text)) this.learntMembers.add(member);
    const after = [this.takesStreamOptions, this.takesDeveloperRole, this.learntMembers.size];
    return after.some((trait, index) => trait !== before[index]);
  }
}

/**
 * `Additional properties are not allowed ('parsed', 'refusal' were unexpected) - 'messages.2'`,
 * `Unknown parameter: 'messages[1].reasoning_content'`, `messages.1.reasoning: Extra inputs are not permitted`.
 */
function unknownMembersIn(text: string): readonly string[] {
  if (!text.includes('messages') || !UNKNOWN_MEMBER.test(text)) return [];
  return ANSWER_MEMBERS.filter((name) => new RegExp(`['"\`.]${name}(?![\\w.[])`).test(text));
}
