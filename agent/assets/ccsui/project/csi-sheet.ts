import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { integerFrom } from '../csd/csd-numbers.js'
import { errorAt, readStudioXml } from '../csd/studio-xml.js'
import { leavesProject } from '../tables/resource-data.js'

/** A sheet that Cocos Studio packs when it publishes. */
export interface CsiSheet {
  /** Relative to the project's folder cocosstudio; each of them once. */
  pictures: string[]
  maxWidth: number
  maxHeight: number
  padding: number
  allowsRotation: boolean
  allowsTrim: boolean
  /** Else its sides are powers of two. */
  allowsAnySize: boolean
}

/** Real ones have up to some hundred. */
const mostPictures = 16_384
const rootName = 'PlistInfoProjectFile'

/** Throws CCSUI_ errors with the place in the csi. */
export function readCsi (file: string, bytes: Uint8Array): CsiSheet {
  const { root, source } = readStudioXml(file, bytes)
  if (root.name !== rootName) {
    throw errorAt(source, root.offset, 'CCSUI_NOT_CSI', { root: root.name, expected: rootName })
  }
  const content = root.children.find(child => child.name === 'Content')
  if (content === undefined) throw errorAt(source, root.offset, 'CCSUI_NO_CONTENT', { root: root.name })
  const exportType = attributeOf(content, 'ExportType') ?? 'Png'
  if (exportType !== 'Png') {
    throw errorAt(source, content.offset, 'CCSUI_CSI_VALUE', {
      attribute: 'ExportType',
      value: exportType,
      expected: 'Png'
    })
  }
  const number = (element: XmlElement, attribute: string, fallback: number, most: number): number => {
    const text = attributeOf(element, attribute)
    if (text === undefined) return fallback
    const { value, isExact } = integerFrom(text)
    if (isExact && value >= 0 && value <= most) return value
    throw errorAt(source, element.offset, 'CCSUI_CSI_VALUE', {
      attribute,
      value: text,
      expected: `0–${most}`
    })
  }
  const entries = content.children.find(child => child.name === 'ImageFiles')?.children ?? []
  if (entries.length > mostPictures) {
    throw errorAt(source, content.offset, 'CCSUI_TOO_MANY', { what: 'FilePathData', maximum: mostPictures })
  }
  const pictures = entries.filter(({ name }) => name === 'FilePathData').map(entry => {
    const path = (attributeOf(entry, 'Path') ?? '').replaceAll('\\', '/')
    if (leavesProject(path)) {
      throw errorAt(source, entry.offset, 'CCSUI_REFERENCE_OUTSIDE', { path, nodePath: 'ImageFiles' })
    }
    if (!isPicture(path)) throw errorAt(source, entry.offset, 'CCSUI_CSI_ENTRY', { path })
    return path
  })
  const size = content.children.find(child => child.name === 'MaxSize') ?? content
  return {
    pictures: [...new Set(pictures)],
    maxWidth: number(size, 'Width', 1024, 16_384),
    maxHeight: number(size, 'Height', 1024, 16_384),
    padding: number(content, 'PicturePadding', 0, 64),
    allowsRotation: attributeOf(content, 'AllowRotation') === 'True',
    allowsTrim: attributeOf(content, 'AllowTrim') === 'True',
    allowsAnySize: attributeOf(content, 'AllowAnySize') === 'True'
  }
}

function isPicture (path: string): boolean {
  return /\.(png|jpe?g|webp)$/i.test(path)
}
