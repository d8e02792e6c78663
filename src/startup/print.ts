/** For the person at the terminal; everything after the start is one JSON object a line, by the logger. */
export type Print = (text: string) => void;

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
