/** A way to call the gateway: what docs/connect.md says under one heading. */
export interface Setup {
  readonly title: string;
  readonly parts: readonly SetupPart[];
}

export type SetupPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly language: string; readonly code: string };

/** The second-level headings of a page in Markdown, each with its paragraphs and blocks of code. */
export function readSetups(page: string): Setup[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...lines] = section.split('\n');
      return { title, parts: readParts(lines.join('\n')) };
    });
}

function readParts(text: string): SetupPart[] {
  return text.split(/^(```[a-z]*\n[\s\S]*?\n```)$/m).flatMap((part): SetupPart[] => {
    const [, language, code] = /^```([a-z]*)\n([\s\S]*)\n```$/.exec(part) ?? [];
    if (language !== undefined && code !== undefined) return [{ kind: 'code', language, code }];
    return part
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.trim().replaceAll('\n', ' '))
      .filter((paragraph) => paragraph !== '')
      .map((paragraph) => ({ kind: 'text', text: paragraph }));
  });
}

/** What a reader of the page would fill in. */
export interface Values {
  readonly url: string;
  readonly model: string;
  /** Left as it is written where it is not known: it is shown once, when it is made. */
  readonly secret?: string;
}

/** The code with these values, in each language's own quotes. */
export function fillIn(code: string, { url, model, secret }: Values): string {
  const filled = code
    .replaceAll('`${process.env.GATEWAY_URL}/v1`', `'${url}/v1'`)
    .replaceAll('os.environ["GATEWAY_URL"] + "/v1"', `"${url}/v1"`)
    .replaceAll('$GATEWAY_URL', url)
    .replaceAll('http://127.0.0.1:3000', url)
    .replaceAll('@config/demo', model);
  if (secret === undefined) return filled;
  return filled
    .replaceAll('process.env.GATEWAY_SECRET', `'${secret}'`)
    .replaceAll('os.environ["GATEWAY_SECRET"]', `"${secret}"`)
    .replaceAll('$GATEWAY_SECRET', secret)
    .replaceAll('llmops_…', secret);
}
