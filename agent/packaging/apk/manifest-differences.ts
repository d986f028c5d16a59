import { androidValue, attributeIds, childrenNamed } from '../../formats/android/manifest-element.js'
import type { ManifestAttribute, ManifestElement } from '../../formats/android/manifest-element.js'
import { matcher } from '../../files/glob.js'
import type { MessageKey, MessageParameters } from '../../messages/message.js'
import type { AndroidApplication } from '../application/application.js'

/** A line of an error, worded for its reader. */
export interface ListedDifference {
  key: MessageKey
  parameters: MessageParameters
}

interface Declared {
  application: AndroidApplication
  manifest: ManifestElement
}

const permissionElements = [
  'uses-permission',
  'uses-permission-sdk-23',
  'uses-permission-sdk-m',
  'permission',
  'permission-group',
  'permission-tree'
]
const componentElements = ['activity', 'activity-alias', 'service', 'receiver', 'provider']
/** Values that are class names, which may be written relative to the package or out. */
const classAttributes: readonly number[] = [
  attributeIds.name,
  attributeIds.targetActivity,
  attributeIds.parentActivityName
]

/** In what two manifests differ that matters to devices and stores; `adds` are names that may differ. */
export function manifestDifferences (
  before: Declared,
  after: Declared,
  adds: readonly string[]
): ListedDifference[] {
  const mayDiffer = matcher(adds)
  const [old, now] = [declaredIn(before), declaredIn(after)]
  const names = new Set([...old.keys(), ...now.keys()])
  const declared = [...names].flatMap((id): ListedDifference[] => {
    const [element = '', name = ''] = id.split(' ')
    const [was, is] = [old.get(id), now.get(id)]
    if (was === is || mayDiffer(name)) return []
    const parameters = { element, name }
    if (was === undefined) return [{ key: 'hardening.added', parameters }]
    return [{ key: is === undefined ? 'hardening.gone' : 'hardening.changed', parameters }]
  })
  return [
    ...fieldDifferences(before.application, after.application),
    ...classDifferences(before, after, mayDiffer),
    ...declared
  ]
}

function fieldDifferences (before: AndroidApplication, after: AndroidApplication): ListedDifference[] {
  const fields = (each: AndroidApplication): Record<string, unknown> => ({
    package: each.id,
    versionName: each.version,
    versionCode: each.build,
    minSdkVersion: each.minSdk,
    targetSdkVersion: each.targetSdk,
    debuggable: each.isDebuggable,
    testOnly: each.isTestOnly
  })
  const found = fields(after)
  const differing = Object.entries(fields(before)).flatMap(([field, was]): ListedDifference[] =>
    was === found[field]
      ? []
      : [{ key: 'hardening.field', parameters: { field, was: String(was), is: String(found[field]) } }]
  )
  const lost = before.abis.filter(abi => !after.abis.includes(abi))
  return [
    ...differing,
    ...lost.map((abi): ListedDifference => ({
      key: 'hardening.entryGone',
      parameters: { entry: `lib/${abi}/` }
    }))
  ]
}

/** The class that Android starts first is what such tools put theirs in place of. */
function classDifferences (
  before: Declared,
  after: Declared,
  mayDiffer: (name: string) => boolean
): ListedDifference[] {
  return (['name', 'appComponentFactory'] as const).flatMap((attribute): ListedDifference[] => {
    const valueIn = ({ application, manifest }: Declared): string => {
      const [element] = childrenNamed(manifest, 'application')
      const value = element && androidValue(element, attribute)
      return typeof value === 'string' ? classNameIn(value, application.id) : ''
    }
    const [was, is] = [valueIn(before), valueIn(after)]
    if (was === is || mayDiffer(is)) return []
    const parameters = { field: `application ${attribute}`, was: was || '–', is: is || '–' }
    return [{ key: 'hardening.field', parameters }]
  })
}

/** Permissions and components by element and name, with all that is said of each. */
function declaredIn ({ application: { id }, manifest }: Declared): Map<string, string> {
  const declared = new Map<string, string>()
  const components = childrenNamed(manifest, 'application').flatMap(({ children }) =>
    children.filter(({ name }) => componentElements.includes(name))
  )
  const permissions = manifest.children.filter(({ name }) => permissionElements.includes(name))
  for (const element of [...permissions, ...components]) {
    const value = androidValue(element, 'name')
    const name = typeof value !== 'string'
      ? JSON.stringify(value ?? '')
      : componentElements.includes(element.name)
      ? classNameIn(value, id)
      : value
    const key = `${element.name} ${name}`
    declared.set(key, (declared.get(key) ?? '') + textOf(element, id))
  }
  return declared
}

/** Everything in an element, in an order of its own: equal ones say the same. */
function textOf ({ name, attributes, children }: ManifestElement, id: string): string {
  const values = attributes.map(each => `${nameOf(each)}=${valueOf(each, id)}`).sort()
  return JSON.stringify([name, values, children.map(child => textOf(child, id)).sort()])
}

/** Android goes by the id; tools that harden packages take the name away. */
function nameOf ({ resourceId, namespace, name }: ManifestAttribute): string {
  return resourceId === 0 ? `${namespace} ${name}` : String(resourceId)
}

function valueOf ({ resourceId, value }: ManifestAttribute, id: string): string {
  const isClass = typeof value === 'string' && classAttributes.includes(resourceId)
  return JSON.stringify(isClass ? classNameIn(value, id) : value ?? null)
}

function classNameIn (value: string, id: string): string {
  if (value.startsWith('.')) return id + value
  return value.includes('.') ? value : `${id}.${value}`
}
