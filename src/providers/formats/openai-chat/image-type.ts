/** Enough of an image's beginning to know it by. */
const SNIFFED_BYTES = 16;
const SNIFFED_CHARACTERS = 24;
const DATA_URI = /^data:([^;,]*)((?:;[^;,]+)*);base64,/i;

const ALIASES: Readonly<Record<string, string | undefined>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
};

/** A media type as vendors know it: lower case, `image/jpg` is `image/jpeg`. */
function canonicalMediaType(declared: string): string {
  const lower = declared.trim().toLowerCase();
  return ALIASES[lower] ?? lower;
}

/**
 * What an image is by its first bytes, which vendors check against what is declared; the declared type, as vendors
 * know it, where the bytes are of none of the common formats.
 *
 * @param base64 the whole image
 * @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
 */
export function imageTypeOf(declared: string, base64: string): string {
  const bytes = Buffer.from(base64.slice(0, SNIFFED_CHARACTERS), 'base64').subarray(0, SNIFFED_BYTES);
  return sniffedType(bytes.toString('latin1')) ?? canonicalMediaType(declared);
}

function sniffedType(start: string): string | null {
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'image/gif';
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'image/webp';
  if (start.startsWith('BM') && start.startsWith('\0\0\0\0', 6)) return 'image/bmp';
  if (!start.startsWith('ftyp', 4)) return null;
  const brand = start.slice(8, 12);
  if (brand === 'avif' || brand === 'avis') return 'image/avif';
  return HEIF_BRANDS.get(brand) ?? null;
}

const HEIF_BRANDS: ReadonlyMap<string, string> = new Map([
  ...['heic', 'heix', 'hevc', 'hevx'].map((brand) => [brand, 'image/heic'] as const),
  ...['mif1', 'msf1'].map((brand) => [brand, 'image/heif'] as const),
]);

/** A base64 data URI in its two parts; null for everything else. */
export function readDataUri(value: string): { readonly mimeType: string; readonly base64: string } | null {
  const match = DATA_URI.exec(value.slice(0, 300));
  if (match === null) return null;
  const base64 = value.slice(match[0].length);
  const declared = match[1] ?? '';
  const isImage = declared === '' || /^image\//i.test(declared.trim());
  return { mimeType: isImage ? imageTypeOf(declared, base64) : canonicalMediaType(declared), base64 };
}

/** An image's address with the type that its bytes have; the same text where it is right, or no data URI. */
export function withImageType(url: string): string {
  const data = readDataUri(url);
  if (data === null || data.mimeType === '') return url;
  const match = DATA_URI.exec(url.slice(0, 300));
  return match?.[1] === data.mimeType ? url : `data:${data.mimeType}${match?.[2] ?? ''};base64,${data.base64}`;
}
