/** What a zip is read from: a file that is open, or pieces of one that lies elsewhere. */
export interface ZipSource {
  stat: () => Promise<{ size: number }>
  read: (
    buffer: Buffer,
    offset: number,
    length: number,
    position: number
  ) => Promise<{ buffer: Buffer, bytesRead: number }>
}
