import { attributeOf } from '../formats/xml-element.js'
import type { XmlElement } from '../formats/xml-element.js'
import { readXml } from '../formats/xml-reader.js'

export interface SvnRevision {
  id: string
  message: string
  changed: ChangedPath[]
}

export interface ChangedPath {
  /** From the repository's root, with a slash in front. */
  path: string
  /** A folder that was copied, moved or removed: the log says nothing of what is in it. */
  isTree: boolean
}

/** A log of many revisions with thousands of paths each is all that a command may write. */
const limits = { bytes: 256 * 1024 * 1024, depth: 16, elements: 5_000_000, attributes: 16 }

/** What `svn log --xml --verbose` writes. Throws XmlError. */
export function readSvnLog (xml: Buffer): SvnRevision[] {
  return rootOf('svn log', xml).children.filter(({ name }) => name === 'logentry').map(entry => ({
    id: attributeOf(entry, 'revision') ?? '',
    message: childOf(entry, 'msg')?.text.trim() ?? '',
    changed: (childOf(entry, 'paths')?.children ?? []).map(path => ({
      path: path.text,
      // Servers of before 1.6 leave the kind empty.
      isTree: attributeOf(path, 'kind') !== 'file' && isCopyOrRemoval(path)
    }))
  }))
}

/** The addresses that `svn diff --summarize --xml` lists. Throws XmlError. */
export function readSvnSummary (xml: Buffer): string[] {
  return (childOf(rootOf('svn diff', xml), 'paths')?.children ?? []).map(({ text }) => text)
}

function rootOf (command: string, xml: Buffer): XmlElement {
  return readXml(command, xml, { keepText: true, limits }).root
}

function isCopyOrRemoval (path: XmlElement): boolean {
  const action = attributeOf(path, 'action')
  return action === 'D' || action === 'R' || attributeOf(path, 'copyfrom-path') !== undefined
}

function childOf ({ children }: XmlElement, name: string): XmlElement | undefined {
  return children.find(child => child.name === name)
}
