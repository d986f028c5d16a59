/** Git LFS itself takes nothing for a pointer that is as long: pointers have some 130 bytes. */
const tooLongBytes = 1024
const firstLine = Buffer.from('version https://git-lfs.github.com/spec/')

export function mayBeLfsPointer (sizeBytes: number): boolean {
  return sizeBytes < tooLongBytes
}

/** What git-lfs leaves where the file itself was not fetched. */
export function isLfsPointer (bytes: Uint8Array): boolean {
  return mayBeLfsPointer(bytes.byteLength) && firstLine.equals(bytes.subarray(0, firstLine.length))
}
