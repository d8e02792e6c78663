import { objectOf } from '../../../core/json.js';
import { type Attribution, attributed } from '../../auth/attribution.js';
import { generateContent } from '../../formats/gemini-generate-content/generate-content.js';
import type { Translation } from '../../provider-strategy.js';
import type { Addresses } from './addresses.js';
import { claudeChat } from './claude-models.js';
import { LABEL_RULES } from './credentials.js';
import { openModelChat } from './open-models.js';

/** Vertex serves models of several makers, each in its maker's format: the model's name decides. */
export function chatByModel(addresses: Addresses, labels: Attribution | null): Translation {
  const dialect = { label: 'Vertex AI', sendsCallIds: false, takesLabels: true };
  const gemini = labelled(
    generateContent(dialect, (model) => addresses.model('google', bare(model))),
    labels,
  );
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
    continuesText: (model) => of(model).continuesText?.(model) ?? null,
    usageOf: (body, model) => of(model).usageOf?.(body, model),
    serviceTierOf: (body, model) => of(model).serviceTierOf?.(body, model) ?? null,
    stream: (context) => {
      const { stream } = of(context.model);
      if (stream === undefined) throw new Error('every chat adapter of Vertex streams');
      return stream(context);
    },
  };
}

/** Labels of the account win over the caller's own. */
function labelled(adapter: Translation, labels: Attribution | null): Translation {
  if (labels === null) return adapter;
  return {
    ...adapter,
    toRequest: (call) => {
      if (call.owner === undefined) return adapter.toRequest(call);
      const own = attributed(labels, call.owner, LABEL_RULES);
      if (Object.keys(own).length === 0) return adapter.toRequest(call);
      return adapter.toRequest({
        ...call,
        body: { ...call.body, labels: { ...objectOf(call.body['labels']), ...own } },
      });
    },
  };
}

/** The vendor's own list says `publishers/google/models/…`, its OpenAI-compatible API `google/…`. */
export function bare(model: string): string {
  return model.replace(/^publishers\/(?:google|anthropic)\/models\/|^(?:google|anthropic)\//, '');
}
