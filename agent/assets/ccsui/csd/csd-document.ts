import { kindOfJson, kindOfRoot } from '../file-kinds.js'
import { hasCsbRoot, isProtocolBuffersCsb } from '../csb-kind.js'
import { attributeOf } from '../../../formats/xml-element.js'
import { PacklineError, hasCode } from '../../../errors.js'
import { decodeUtf8 } from '../../../formats/source-text.js'
import type { SourceText } from '../../../formats/source-text.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { animationOfStudio20 } from './studio-2-0.js'
import { errorAt, readStudioXml } from './studio-xml.js'

export interface CsdDocument {
  source: SourceText
  /** Name, type, ID and version. */
  properties: XmlElement | undefined
  /** As Studio wrote it up to 2.3.2; the format is the same. */
  isGameProject: boolean
  animation: XmlElement | undefined
  animationList: XmlElement | undefined
  objectData: XmlElement
}

const rootNames = ['GameFile', 'GameProjectFile']

/**
 * The parts of a csd that are exported. Throws a CCSUI_ error with file, line and column for anything that is
 * no csd.
 */
export function readCsdDocument (file: string, bytes: Uint8Array): CsdDocument {
  if (isProtocolBuffersCsb(bytes) || hasCsbRoot(bytes)) {
    throw new PacklineError('CCSUI_IS_CSB', { file, line: 1, column: 1 })
  }
  const { root, source } = readRoot(file, bytes)
  const other = kindOfRoot(root.name)
  if (other !== undefined) throw new PacklineError('CCSUI_OTHER_KIND', { file, kind: other })
  const isOfStudio20 = studioVersion(root, source) === '2.0'
  const content = firstContent(root)
  if (content === undefined) {
    const isKnown = rootNames.includes(root.name)
    throw errorAt(source, root.offset, isKnown ? 'CCSUI_NO_CONTENT' : 'CCSUI_WRONG_ROOT', {
      root: decodeUtf8(root.name)
    })
  }
  const part = (name: string): XmlElement | undefined =>
    content.children.findLast(child => child.name === name)
  const objectData = part('ObjectData')
  if (objectData === undefined) throw errorAt(source, content.offset, 'CCSUI_NO_OBJECT_DATA')
  const animation = part('Animation')
  return {
    source,
    properties: propertiesOf(root),
    isGameProject: root.name === 'GameProjectFile',
    objectData,
    animation: animation !== undefined && isOfStudio20 ? animationOfStudio20(animation, source) : animation,
    animationList: part('AnimationList')
  }
}

/** What is no XML at all may be another file of the Studio's. */
function readRoot (file: string, bytes: Uint8Array): { root: XmlElement, source: SourceText } {
  try {
    return readStudioXml(file, bytes)
  } catch (error) {
    const other = hasCode(error, 'CCSUI_NOT_XML') ? kindOfJson(bytes) : undefined
    if (other === undefined) throw error
    throw new PacklineError('CCSUI_OTHER_KIND', { file, kind: other }, { cause: error })
  }
}

/** Major and minor, where it is told. What Studio 1 wrote is another format. */
function studioVersion (root: XmlElement, source: SourceText): string | undefined {
  const properties = propertiesOf(root)
  const version = properties === undefined ? undefined : attributeOf(properties, 'Version')
  const match = version === undefined ? null : /^(\d{1,6})\.(\d{1,6})/.exec(version)
  if (match === null || properties === undefined) return undefined
  if (Number(match[1]) < 2) throw errorAt(source, properties.offset, 'CCSUI_OLD_STUDIO', { version })
  return match[0]
}

function propertiesOf (root: XmlElement): XmlElement | undefined {
  return root.children.find(child => child.name === 'PropertyGroup')
}

/** The outer Content has a ctype; the one that counts is the first without attributes. */
function firstContent (element: XmlElement): XmlElement | undefined {
  if (element.name === 'Content' && element.attributes.length === 0) return element
  for (const child of element.children) {
    const found = firstContent(child)
    if (found !== undefined) return found
  }
  return undefined
}
