/** A word of a shell's command that is taken as it is: a quote within ends the text, stands by itself, and begins it again. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The options by which curl sends a form.
 *
 * @param file name of the file that is sent along
 */
export function toFormOptions(fields: Readonly<Record<string, unknown>>, file: string): string[] {
  // `-F` would take a value that begins with `@`, as names of models do, for the name of a file.
  const texts = toFields(fields).map((field) => `--form-string ${shellQuoted(field)}`);
  return [...texts, `-F ${shellQuoted(`file=@"${file.replaceAll(/["\\]/g, '\\$&')}"`)}`];
}

/** Of a list, each member is a field. */
function toFields(body: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(body).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((each) => `${name}[]=${toText(each)}`) : [`${name}=${toText(value)}`],
  );
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
