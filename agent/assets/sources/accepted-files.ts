import type { ProcessorName } from '../../config/rule-schema.js'

const picture = /\.(png|jpe?g|webp)$/i

/** Which files of a folder each processor takes when a pattern names the folder. */
const acceptedFiles: Record<ProcessorName, RegExp> = {
  atlas: picture,
  image: picture,
  ccsui: /\.csd$/i,
  'cocos-publish': /(?:)/,
  copy: /(?:)/
}

export function isAccepted (processor: ProcessorName, path: string): boolean {
  return acceptedFiles[processor].test(path)
}
