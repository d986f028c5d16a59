/** A server's address for people: without the slash at its end, and without a question. */
export function serverPlace (url: string): string {
  return url.replace(/\?.*$/, '').replace(/\/+$/, '')
}
