import type { CsdReading } from '../csd/csd-reading.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { ReferenceKind } from '../export-options.js'
import { noPlan } from './value-plan.js'
import type { FieldType, ResourceUse, Source, Table, TableValue } from './table-model.js'
import { errorAt } from '../csd/studio-xml.js'
import type { XmlElement } from '../../../formats/xml-element.js'

interface Resource {
  path: string
  plist: string
  type: number
  isDefault: boolean
}

export function picture (element: string): Source {
  return resource({ element, rule: 'typed', kind: 'picture' })
}
export function file (element: string, kind: ReferenceKind): Source {
  return resource({ element, rule: 'file', kind })
}
export function typedFont (element: string): Source {
  return resource({ element, rule: 'typed-font', kind: 'font' })
}
export function model (element: string): Source {
  return resource({ element, rule: 'model', kind: 'model' })
}

/** A file that an attribute of the node itself names. */
export function fileAttribute (name: string, kind: ReferenceKind): Source {
  return {
    planFor: () => ({
      ...noPlan,
      op: 'run',
      run: (element, reading) => {
        const path = attributeOf(element, name) ?? ''
        if (path !== '') addReference(reading, element, kind, path)
        return prefixed(reading.options.texturePrefix, path)
      }
    })
  }
}

function resource (use: ResourceUse): Source {
  return {
    resources: [use],
    planFor: type => ({
      ...noPlan,
      op: 'run',
      child: use.element,
      fallback: { table: tableOf(type), values: ['', '', 0] },
      run: (element, reading) => resourceData(tableOf(type), element, use, reading)
    })
  }
}

function tableOf ({ table }: FieldType): Table {
  if (table === null) throw new Error('a resource for a field that is no table')
  return table()
}

function resourceData (table: Table, element: XmlElement, use: ResourceUse, reading: CsdReading): TableValue {
  const { path, plist, type } = readResource(element, use, reading)
  const { texturePrefix, fontPrefix } = reading.options
  const isFont = use.kind === 'font'
  return {
    table,
    values: [
      type === 0 ? prefixed(isFont ? fontPrefix : texturePrefix, path) : path,
      prefixed(texturePrefix, plist),
      type
    ]
  }
}

/** A file as formats have it that name its type: with the prefixes, and the type that the options ask for. */
export function writtenResource (
  element: XmlElement,
  use: ResourceUse,
  reading: CsdReading
): { path: string, plist: string, type: string } {
  const own = attributeOf(element, 'Type') ?? 'Normal'
  if (use.kind === 'csb' || use.kind === 'armature') {
    return { path: attributeOf(element, 'Path') ?? '', plist: attributeOf(element, 'Plist') ?? '', type: own }
  }
  const { path, plist, type, isDefault } = readResource(element, use, reading)
  const { texturePrefix, fontPrefix } = reading.options
  const isFrame = use.rule === 'typed' && type === 1
  const wasFrame = own === 'MarkedSubImage' || own === 'PlistSubImage'
  return {
    path: isFrame ? path : prefixed(use.kind === 'font' ? fontPrefix : texturePrefix, path),
    plist: prefixed(texturePrefix, plist),
    type: isDefault || isFrame === wasFrame ? own : isFrame ? 'PlistSubImage' : 'Normal'
  }
}

export function prefixed (prefix: string, path: string): string {
  return path === '' ? '' : prefix + path
}

function readResource (element: XmlElement, use: ResourceUse, reading: CsdReading): Resource {
  const path = attributeOf(element, 'Path') ?? ''
  const plist = attributeOf(element, 'Plist') ?? ''
  const kind = attributeOf(element, 'Type')
  const isDefault = kind === 'Default'
  if (use.rule === 'file') return { path, plist, type: 0, isDefault }
  if (use.rule === 'model') return { path, plist: '', type: kind === 'Normal' ? 1 : 0, isDefault }
  const type = kind === undefined || kind === 'Normal' || isDefault ? 0 : 1
  if (use.rule === 'typed-font' || reading.options.textureType === 'keep' || path === '' || isDefault) {
    return { path, plist, type, isDefault }
  }
  return reading.options.textureType === 'plist'
    ? { path, plist, type: 1, isDefault }
    : { path, plist: '', type: 0, isDefault }
}

/** Adds what a resource element names to the texture list and the references. */
export function collectResource (element: XmlElement, use: ResourceUse, reading: CsdReading): void {
  const resource = readResource(element, use, reading)
  const isFrame = use.rule === 'typed' && resource.type === 1
  if (isFrame && (reading.options.textureType === 'keep' || resource.plist !== '')) {
    reading.textures.push(prefixed(reading.options.texturePrefix, resource.plist))
  }
  if (resource.isDefault) {
    if (resource.path !== '') {
      addReference(reading, element, use.kind, resource.path, undefined, true)
    }
    return
  }
  if (
    use.rule === 'typed' && reading.options.textureType === 'normal' &&
    attributeOf(element, 'Type') === 'PlistSubImage'
  ) {
    reading.warn('CCSUI_FRAME_AS_FILE', element, { path: resource.path })
  }
  if (resource.path !== '') {
    if (isFrame) addReference(reading, element, 'frame', resource.path, resource.plist)
    else addReference(reading, element, use.kind, resource.path)
  } else if (isFrame && resource.plist !== '') {
    addReference(reading, element, 'plist', resource.plist)
  }
}

/** Refuses a path that leaves the project. */
function addReference (
  reading: CsdReading,
  element: XmlElement,
  kind: ReferenceKind,
  path: string,
  plist?: string,
  isDefault = false
): void {
  const { source, nodePath } = reading
  const asFile = kind === 'frame' ? plist ?? '' : path
  if (leavesProject(asFile)) {
    throw errorAt(source, element.offset, 'CCSUI_REFERENCE_OUTSIDE', { path: asFile, nodePath })
  }
  reading.found.push({ kind, path, plist, isDefault, nodePath, offset: element.offset })
}

export function leavesProject (path: string): boolean {
  if (path.startsWith('/') || path.startsWith('\\') || isDrive(path) || path.includes('\0')) return true
  if (!path.includes('..')) return false
  let depth = 0
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth--
    else if (part !== '' && part !== '.') depth++
    if (depth < 0) return true
  }
  return false
}

/** A letter and a colon. A regular expression took as long as the rest of the check. */
function isDrive (path: string): boolean {
  const letter = path.charCodeAt(0) | 32
  return path.charCodeAt(1) === 58 && letter >= 97 && letter <= 122
}
