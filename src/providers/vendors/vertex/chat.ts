import { generateContent } from '../../formats/gemini-generate-content/generate-content.js';
import type { Translation } from '../../provider-strategy.js';
import type { Addresses } from './addresses.js';
import { claudeChat } from './claude-models.js';
import { openModelChat } from './open-models.js';

/** Vertex serves models of several makers, each in its maker's format: the model's name decides. */
export function chatByModel(addresses: Addresses): Translation {
  const dialect = { label: 'Vertex AI', sendsCallIds: false, takesLabels: true };
  const gemini = generateContent(dialect, (model) => addresses.model('google', bare(model)));
  const claude = claudeChat((model) => addresses.model('anthropic', bare(model)));
  const openModels = openModelChat(addresses.openApiChat);
  const of = (model: string): Translation => {
    const name = bare(model);
    if (name.startsWith('claude')) return claude;
    return name.includes('/') ? openModels : gemini;
  };
  return {
    kind: 'translation',
    toRequest: (call) => of(call.model).toRequest(call),
    fromResponse: (body, context) => of(context.model).fromResponse(body, context),
    usageOf: (body, model) => of(model).usageOf?.(body, model),
    stream: (context) => {
      const { stream } = of(context.model);
      if (stream === undefined) throw new Error('every chat adapter of Vertex streams');
      return stream(context);
    },
  };
}

/** The vendor's own list says `publishers/google/models/…`, its OpenAI-compatible API `google/…`. */
export function bare(model: string): string {
  return model.replace(/^publishers\/(?:google|anthropic)\/models\/|^(?:google|anthropic)\//, '');
}
