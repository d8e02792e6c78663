/** A continuation that begins with so much of what was given, letter by letter, repeats it and does not go on with it. */
const CHANCE_LENGTH = 32;

/**
 * Takes out of a continuation what its reader has already: the text that was given, where the model says it again
 * from its beginning, and the white space that was sent and not given. Holds text back only as long as it may be a repetition.
 */
export class RepeatedText {
  /** UTF-16 units at the beginning of what was given that were said again: they are held back. */
  private said = 0;
  private searching: boolean;
  private blank: string;
  private readonly repeats: boolean;

  /**
   * @param given the text that the model goes on from
   * @param blank the white space that was sent behind it
   * @param repeats the vendor is known to repeat
   */
  constructor(
    private readonly given: string,
    blank: string,
    { repeats }: { readonly repeats: boolean },
  ) {
    this.blank = blank;
    this.repeats = repeats;
    this.searching = given !== '' && (repeats || given.length >= CHANCE_LENGTH);
  }

  /** What is new of the next piece. */
  push(piece: string): string {
    if (!this.searching) return this.withoutBlank(piece);
    const { given, said } = this;
    const next = piece.slice(0, given.length - said);
    if (!given.startsWith(next, said)) {
      this.searching = false;
      return this.withoutBlank(given.slice(0, said) + piece);
    }
    this.said += next.length;
    if (this.said < given.length) return '';
    this.searching = false;
    return this.withoutBlank(piece.slice(next.length));
  }

  /** The answer has ended: what was held back is new where it is too little for a repetition. */
  end(): string {
    if (!this.searching) return '';
    this.searching = false;
    return this.repeats || this.said >= CHANCE_LENGTH ? '' : this.withoutBlank(this.given.slice(0, this.said));
  }

  private withoutBlank(text: string): string {
    let same = 0;
    while (same < text.length && same < this.blank.length && text[same] === this.blank[same]) same++;
    // Once something else comes, white space is new.
    this.blank = same < text.length ? '' : this.blank.slice(same);
    return text.slice(same);
  }
}
