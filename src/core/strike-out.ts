/** Where a text holds something, from its start to before its end. */
export type Span = readonly [start: number, end: number];

/** What must not be kept, and what stands in its place. */
export interface Strike {
  readonly mask: string;
  /** In the order of the text; none is empty, and none overlaps another. */
  readonly find: (text: string) => readonly Span[];
}

/**
 * Strikes out of a text that comes in pieces, as a stream's does: what is found may begin in one piece and end in a later
 * one. The first has the mask then.
 * @returns as many pieces
 */
export function strikeOut(pieces: readonly string[], strikes: readonly Strike[]): readonly string[] {
  return strikes.reduce(strikeOne, pieces);
}

function strikeOne(pieces: readonly string[], { mask, find }: Strike): readonly string[] {
  const spans = find(pieces.join(''));
  if (spans.length === 0) return pieces;
  let next = 0;
  /** Up to here the text is kept or struck out. */
  let position = 0;
  let pieceEnd = 0;
  return pieces.map((piece) => {
    const pieceStart = pieceEnd;
    pieceEnd += piece.length;
    let kept = '';
    while (position < pieceEnd) {
      const [start, end] = spans[next] ?? [pieceEnd, pieceEnd];
      kept += piece.slice(position - pieceStart, Math.min(start, pieceEnd) - pieceStart);
      if (start >= pieceEnd) {
        position = pieceEnd;
      } else {
        kept += mask;
        position = end;
        next++;
      }
    }
    return kept;
  });
}
