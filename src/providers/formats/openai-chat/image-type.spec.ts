import { imageTypeOf, readDataUri, withImageType } from './image-type.js';

const JPEG = '/9j/4AAQSkZJRgABAQAAAQABAAD';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk';

function base64(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64');
}

describe('imageTypeOf', () => {
  it.each([
    [JPEG, 'image/jpeg'],
    [PNG, 'image/png'],
    [base64('GIF89a\x01\x00\x01\x00'), 'image/gif'],
    [base64('RIFF\x24\x00\x00\x00WEBPVP8 '), 'image/webp'],
    [base64('BM\x46\x00\x00\x00\x00\x00\x00\x00'), 'image/bmp'],
    [base64('\x00\x00\x00\x1cftypavif\x00\x00'), 'image/avif'],
    [base64('\x00\x00\x00\x1cftypheic\x00\x00'), 'image/heic'],
  ])('is what the bytes %s begin, whatever was declared', (bytes, type) => {
    expect(imageTypeOf('image/png', bytes)).toBe(type);
    expect(imageTypeOf('image/jpg', bytes)).toBe(type);
    expect(imageTypeOf('', bytes)).toBe(type);
  });

  it.each([
    ['image/jpg', 'image/jpeg'],
    ['IMAGE/JPG', 'image/jpeg'],
    ['image/pjpeg', 'image/jpeg'],
    ['image/PNG', 'image/png'],
    ['image/svg+xml', 'image/svg+xml'],
  ])('is %s as vendors know it where the bytes tell nothing', (declared, type) => {
    expect(imageTypeOf(declared, 'AAAA')).toBe(type);
  });
});

describe('readDataUri', () => {
  it.each([
    [`data:image/png;base64,${JPEG}`, 'image/jpeg'],
    [`data:image/jpg;base64,AAAA`, 'image/jpeg'],
    [`data:;base64,${PNG}`, 'image/png'],
    [`DATA:IMAGE/PNG;name=a.png;BASE64,${PNG}`, 'image/png'],
    [`data:application/pdf;base64,${JPEG}`, 'application/pdf'],
  ])('reads %s', (uri, mimeType) => {
    expect(readDataUri(uri)).toEqual({ mimeType, base64: uri.slice(uri.indexOf(',') + 1) });
  });

  it.each(['https://example.com/a.png', 'data:text/plain,hello', '', 'data:image/png;base64'])(
    'is null for %p',
    (text) => {
      expect(readDataUri(text)).toBeNull();
    },
  );
});

describe('withImageType', () => {
  it('changes the declared type only', () => {
    expect(withImageType(`data:image/png;base64,${JPEG}`)).toBe(`data:image/jpeg;base64,${JPEG}`);
    expect(withImageType(`data:image/jpg;name=x;base64,AAAA`)).toBe('data:image/jpeg;name=x;base64,AAAA');
    for (const kept of [`data:image/png;base64,${PNG}`, 'https://example.com/a.jpg', 'data:;base64,AAAA'])
      expect(withImageType(kept)).toBe(kept);
  });
});
