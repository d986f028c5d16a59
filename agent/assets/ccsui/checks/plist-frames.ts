import type { XmlElement } from '../../../formats/xml-element.js'
import { readStudioXml } from '../csd/studio-xml.js'

/** The frame names of a sheet's plist, of format 0 to 3. Throws CCSUI_ errors for what is no XML. */
export function readPlistFrames (file: string, bytes: Uint8Array): Set<string> {
  const { root } = readStudioXml(file, bytes, { allowDoctype: true, keepText: true })
  const top = root.children.find(child => child.name === 'dict')
  const frames = top === undefined ? undefined : valueOf(top, 'frames')
  return new Set((frames?.children ?? []).filter(child => child.name === 'key').map(key => key.text))
}

function valueOf (dict: XmlElement, name: string): XmlElement | undefined {
  const index = dict.children.findIndex(child => child.name === 'key' && child.text === name)
  return index < 0 ? undefined : dict.children[index + 1]
}
