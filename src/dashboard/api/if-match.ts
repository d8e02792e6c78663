/** What a write carries so that it is refused where the resource is no longer as it was shown. */
export function ifMatch({ etag }: { readonly etag: string }) {
  return { 'If-Match': etag };
}
