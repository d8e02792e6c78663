/** A continuation that begins with so much of what was given, letter by letter, repeats it and does not go on with it. */
const CHANCE_LENGTH = 32;

/**
 * Takes out of a continuation what its reader has already: all of the text that was given, where the model says it
 * again, and the white space that was sent and not given. Holds text back only as long as it may be a repetition.
 */
export class RepeatedText {
  /** Text that agrees with the beginning of what was given. */
  private held = '';
  private searching: boolean;
  private blank: string;

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
    this.searching = given !== '' && (repeats || given.length >= CHANCE_LENGTH);
  }

  /** What is new of the next piece. */
  push(piece: string): string {
    if (!this.searching) return this.withoutBlank(piece);
    this.held += piece;
    if (this.held.length < this.given.length && this.given.startsWith(this.held)) return '';
    return this.release();
  }

  /** The answer has ended: what was held back is no repetition of all that was given. */
  end(): string {
    return this.release();
  }

  private release(): string {
    const { held, given } = this;
    this.held = '';
    this.searching = false;
    return this.withoutBlank(held.startsWith(given) ? held.slice(given.length) : held);
  }

  private withoutBlank(text: string): string {
    let same = 0;
    while (same < text.length && same < this.blank.length && text[same] === this.blank[same]) same++;
    // Once something else comes, white space is new.
    this.blank = same < text.length ? '' : this.blank.slice(same);
    return text.slice(same);
  }
}
