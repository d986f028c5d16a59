import { attributeOf } from '../../../formats/xml-element.js'
import { readStudioXml } from '../csd/studio-xml.js'
import type { Serializer } from '../file-names.js'

/** How a project was published last: its .cfg. */
export interface CcsSettings {
  /** Relative to the project, forward slashes; of another machine it may be absolute. */
  directory: string | undefined
  /** Which files are copied: those that csd name, all that the project lists, or none. */
  resources: 'reference' | 'all' | 'none' | undefined
  serializer: Serializer | undefined
}

const types: Readonly<Record<string, CcsSettings['resources']>> = {
  Reference: 'reference',
  All: 'all',
  None: 'none'
}
const serializers: Readonly<Record<string, CcsSettings['serializer']>> = {
  Serializer_FlatBuffers: 'csb',
  Serializer_Json: 'json',
  Serializer_Lua: 'lua'
}

/** Throws CCSUI_ errors for what is no XML; values that nobody knows are left out. */
export function readCcsSettings (file: string, bytes: Uint8Array): CcsSettings {
  const { root } = readStudioXml(file, bytes)
  const value = (name: string): string => {
    const element = root.children.find(child => child.name === name)
    // Studio 2 kept them as attributes of the root.
    return (element === undefined ? attributeOf(root, name) : attributeOf(element, 'Value')) ?? ''
  }
  const directory = value('PublishDirectory').replaceAll('\\', '/')
  return {
    directory: directory === '' ? undefined : directory,
    resources: types[value('PublishType')],
    // The first is what people choose when they publish; projects with another default follow it, too.
    serializer: serializers[value('CustomSerializer')] ?? serializers[value('DefaultSerializer')]
  }
}
