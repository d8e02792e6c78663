/** Bytes of a request or reply kept with its record, at most; what is longer is cut and says so. */
const MAX_BYTES = 256 * 1024;
const CUT = '… [cut]';

/** Keeps what was asked and answered, where the environment wants that. Bounded, whatever streams by. */
export class ContentCapture {
  private readonly pieces: Uint8Array[] = [];
  private length = 0;

  constructor(private readonly asked: Buffer | null) {}

  get request(): string | null {
    return this.asked === null ? null : text([this.asked], this.asked.length);
  }

  get response(): string | null {
    return this.length === 0 ? null : text(this.pieces, this.length);
  }

  readonly add = (bytes: Uint8Array): void => {
    if (this.length < MAX_BYTES) this.pieces.push(bytes);
    this.length += bytes.length;
  };
}

/** Postgres text holds no NUL. */
function text(pieces: readonly Uint8Array[], length: number): string {
  const whole = Buffer.concat(pieces).subarray(0, MAX_BYTES).toString('utf8').replaceAll('\u0000', '\uFFFD');
  return length > MAX_BYTES ? whole + CUT : whole;
}
