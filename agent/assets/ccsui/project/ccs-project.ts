import { posix } from 'node:path'
import { attributeOf } from '../../../formats/xml-element.js'
import { isCsd, isCsi } from '../file-names.js'
import { leavesProject } from '../tables/resource-data.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { errorAt, readStudioXml } from '../csd/studio-xml.js'

/** What a Cocos Studio project lists, relative to its folder `cocosstudio`. */
export interface CcsEntries {
  csds: string[]
  csis: string[]
  /** Pictures, fonts, maps, sounds and other files that are used as they are. */
  files: string[]
}

interface Entry {
  name: string
  element: XmlElement
}

/** Throws CCSUI_ errors with their place. */
export function readCcs (file: string, bytes: Uint8Array): CcsEntries {
  const { root, source } = readStudioXml(file, bytes)
  if (root.name !== 'Solution') throw errorAt(source, root.offset, 'CCSUI_NOT_CCS', { root: root.name })
  const names = entriesBelow(root, '').map(({ name, element }) => {
    if (leavesProject(name)) {
      throw errorAt(source, element.offset, 'CCSUI_REFERENCE_OUTSIDE', {
        path: name,
        nodePath: posix.basename(file)
      })
    }
    return name
  })
  return {
    csds: names.filter(isCsd),
    csis: names.filter(isCsi),
    files: names.filter(name => !isCsd(name) && !isCsi(name))
  }
}

/** The leaves below `element` that name a file, their folders' names joined. */
function entriesBelow (element: XmlElement, folder: string): Entry[] {
  return element.children.flatMap(child => {
    const name = (attributeOf(child, 'Name') ?? '').replaceAll('\\', '/')
    if (child.name === 'Folder') return entriesBelow(child, posix.join(folder, name))
    const own = isFileEntry(child, name) ? [{ name: posix.join(folder, name), element: child }] : []
    return [...own, ...entriesBelow(child, folder)]
  })
}

/** The parts of a sheet or of a particle stand below it under names that are no files. */
function isFileEntry ({ name: kind }: XmlElement, name: string): boolean {
  return !['Solution', 'PropertyGroup', 'SolutionFolder', 'Group', 'RootFolder', 'PlistImageFile'].includes(
    kind
  ) &&
    /\.[^./]+$/.test(name)
}
