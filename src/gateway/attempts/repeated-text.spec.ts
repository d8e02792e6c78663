import fc from 'fast-check';
import { RepeatedText } from './repeated-text.js';

interface Continuation {
  readonly given: string;
  readonly blank: string;
  readonly repeats: boolean;
  readonly pieces: readonly string[];
}

/** What the caller reads behind what was sent before. */
function read({ given, blank, repeats, pieces }: Continuation): string {
  const repeated = new RepeatedText(given, blank, { repeats });
  return pieces.map((piece) => repeated.push(piece)).join('') + repeated.end();
}

const LONG = 'A fox that is quick and brown went over a dog.';

describe('RepeatedText', () => {
  it.each<[string, Partial<Continuation>, string]>([
    ['what is new', { pieces: [' fox', ' ran.'] }, ' fox ran.'],
    ['what follows the repetition', { repeats: true, pieces: ['A quick fox'] }, ' fox'],
    ['the same in pieces', { repeats: true, pieces: ['A', ' qui', 'ck f', 'ox'] }, ' fox'],
    ['nothing of a repetition that is all', { repeats: true, pieces: ['A quick'] }, ''],
    ['nothing of half a repetition', { repeats: true, pieces: ['A ', 'qu'] }, ''],
    ['all where the vendor does not repeat after all', { repeats: true, pieces: ['A', ' fox', ' ran'] }, 'A fox ran'],
    ['a short repetition of a vendor that is not known for it', { pieces: ['A quick', ' fox'] }, 'A quick fox'],
    ['a long repetition once, whoever makes it', { given: LONG, pieces: [LONG, ' Oh!'] }, ' Oh!'],
    ['nothing of most of a long one', { given: LONG, pieces: [LONG.slice(0, -2)] }, ''],
    ['a word that only chance put first', { given: LONG, pieces: ['A', ' fox'] }, 'A fox'],
    ['a long text that begins alike', { given: LONG, pieces: [LONG.slice(0, 40), ' pig'] }, `${LONG.slice(0, 40)} pig`],
    ['white space once', { blank: '\n\n', pieces: ['\n', '\nfox', '\n'] }, 'fox\n'],
    ['white space once, behind a repetition', { blank: ' ', repeats: true, pieces: ['A quick fox'] }, 'fox'],
    ['other white space too', { blank: ' ', pieces: ['\nfox'] }, '\nfox'],
    ['white space behind what came without', { blank: ' ', pieces: ['fox', ' ran'] }, 'fox ran'],
    ['what begins anew where nothing was given', { given: '', blank: ' ', repeats: true, pieces: [' A'] }, 'A'],
    ['empty pieces for nothing', { repeats: true, pieces: ['', 'A quick', '', ' fox'] }, ' fox'],
    ['nothing of no pieces', { repeats: true, pieces: [] }, ''],
  ])('lets through %s', (_name, fields, expected) => {
    expect(read({ given: 'A quick', blank: '', repeats: false, pieces: [], ...fields })).toBe(expected);
  });

  it('holds nothing back longer than it may be a repetition', () => {
    const repeated = new RepeatedText('A quick', '', { repeats: true });
    expect(['A ', 'quiet', ' fox'].map((piece) => repeated.push(piece))).toEqual(['', 'A quiet', ' fox']);
    expect(repeated.end()).toBe('');
  });

  /** Few letters and much white space, so that texts are often like themselves; and any others. */
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀'), maxLength: 120 }),
    fc.string({ unit: 'binary', maxLength: 120 }),
  );

  it('makes the text whole, whatever it is, wherever it was cut and however it comes, repeated or not', () => {
    const cuts = fc.record({ at: fc.nat(), then: fc.array(fc.nat()), says: fc.constantFrom('all', 'rest', 'part') });
    fc.assert(
      fc.property(text, cuts, fc.boolean(), (whole, { at, then, says }, isKnown) => {
        const sent = whole.slice(0, at % (whole.length + 1));
        const given = sent.trimEnd();
        const blank = sent.slice(given.length);
        // A repetition that is short or breaks off is taken for one only where the vendor is known for it.
        const repeats = says !== 'rest' && (isKnown || given.length < 32 || says === 'part');
        // And a rest that begins as the text does looks like one.
        const rest = whole.slice(given.length);
        fc.pre(says !== 'rest' || given.length < 32 || !looksRepeated(given, rest));
        const said = { all: whole, rest, part: given.slice(0, at % (given.length + 1)) }[says];
        const added = read({ given, blank, repeats, pieces: piecesOf(said, then) });
        expect(sent + added).toBe(says === 'part' ? sent : whole);
      }),
    );
  });
});

function looksRepeated(given: string, rest: string): boolean {
  return rest.startsWith(given) || (rest.length >= 32 && given.startsWith(rest));
}

function piecesOf(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...at, text.length].map((end, index) => text.slice(at[index - 1] ?? 0, end));
}
