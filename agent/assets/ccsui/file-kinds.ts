/** A pointer has a version, an id and a size: some 130 bytes, and little more with extensions. */
export const lfsPointerBytes = 1024

/** What git-lfs leaves where the file itself was not fetched. */
export function isLfsPointer (bytes: Uint8Array): boolean {
  return bytes.byteLength <= lfsPointerBytes && startsWith(bytes, 'version https://git-lfs.github.com/spec/')
}

function startsWith (bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, text.length)).toString(
    'latin1'
  ) === text
}
