/** Width and height, the box that is drawn, the digest of its pixels, and whether it was trimmed. */
export type PictureFacts = [
  width: number,
  height: number,
  left: number,
  top: number,
  boxWidth: number,
  boxHeight: number,
  digest: string,
  isTrimmed: 0 | 1
]
