import { posix } from 'node:path'
import { attributeOf } from '../../../formats/xml-element.js'
import { isCsd } from '../file-names.js'
import { leavesProject } from '../tables/resource-data.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { errorAt, readStudioXml } from '../csd/studio-xml.js'

/**
 * The csd files that a Cocos Studio project lists, relative to its folder `cocosstudio`. Throws CCSUI_ errors
 * with their place.
 */
export function readCcs (file: string, bytes: Uint8Array): string[] {
  const { root, source } = readStudioXml(file, bytes)
  return entriesBelow(root, '').map(({ name, element }) => {
    if (leavesProject(name)) {
      throw errorAt(source, element.offset, 'CCSUI_REFERENCE_OUTSIDE', {
        path: name,
        nodePath: posix.basename(file)
      })
    }
    return name
  })
}

/** The Project entries below `element`, their folders' names joined. */
function entriesBelow (element: XmlElement, folder: string): Array<{ name: string, element: XmlElement }> {
  return element.children.flatMap(child => {
    const name = attributeOf(child, 'Name') ?? ''
    if (child.name === 'Project' && isCsd(name)) {
      return [{ name: posix.join(folder, name.replaceAll('\\', '/')), element: child }]
    }
    return entriesBelow(child, child.name === 'Folder' ? posix.join(folder, name) : folder)
  })
}
