import type { BinaryElement } from '../../formats/android/binary-xml.js'
import type { BinaryXmlEditor } from '../../formats/android/edit-binary-xml.js'
import { androidValue, attributeIds } from '../../formats/android/manifest-element.js'
import type { AttributeName } from '../../formats/android/manifest-element.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** An edit that would leave a package that cannot be installed beside the one before, or does not start. */
export interface RefusedEdit {
  /** The attribute. */
  what: string
  value: string
  /** The element that has it. */
  entry: string
  reason: Wording
}

interface Renaming {
  from: string
  to: string
  /** New authorities by the old ones. */
  providers: Record<string, string>
}

/** Attributes that name classes; a short name stands for one in the manifest's package (`buildClassName`). */
const classNames: Record<string, AttributeName[]> = {
  'application': ['name', 'backupAgent', 'manageSpaceActivity', 'appComponentFactory', 'zygotePreloadName'],
  'activity': ['name', 'parentActivityName'],
  'activity-alias': ['name', 'targetActivity', 'parentActivityName'],
  'service': ['name'],
  'receiver': ['name'],
  'provider': ['name'],
  'instrumentation': ['name']
}

/** Elements whose names belong to one application on a device, or are looked for under the package's name. */
const ownNames = [
  'permission',
  'permission-group',
  'permission-tree',
  'uses-permission',
  'uses-permission-sdk-23',
  'category'
]
/** Attributes that hold such a name, or what Gradle makes of the package's name. */
const ownAttributes: AttributeName[] = [
  'permission',
  'readPermission',
  'writePermission',
  'permissionGroup',
  'process',
  'taskAffinity',
  'targetPackage'
]

/**
 * Gives the package another name. Classes keep theirs, written out; what belongs to one application on a
 * device
 * is renamed with it. Returns what was done, and what still holds the name of before.
 */
export function renamePackage (
  editor: BinaryXmlEditor,
  renaming: Renaming,
  refuse: (refused: RefusedEdit) => Error
): Wording[] {
  const { root } = editor.document
  const told: Wording[] = []
  const shared = androidValue(root, 'sharedUserId')
  if (shared !== undefined) {
    throw refuse({
      what: 'sharedUserId',
      value: String(shared),
      entry: 'manifest',
      reason: phrase('rename.sharedUser')
    })
  }
  const visit = (element: BinaryElement): void => {
    rewriteClasses(editor, element, renaming.from)
    rewriteAuthorities(editor, element, renaming, told, refuse)
    rewriteNames(editor, element, renaming, told)
    for (const child of element.children) visit(child)
  }
  visit(root)
  editor.set(root, { name: 'package', resourceId: 0 }, renaming.to)
  return told
}

function rewriteClasses (editor: BinaryXmlEditor, element: BinaryElement, from: string): void {
  for (const name of classNames[element.name] ?? []) {
    const value = androidValue(element, name)
    if (typeof value !== 'string' || value === '') continue
    const full = value.startsWith('.') ? from + value : value.includes('.') ? value : `${from}.${value}`
    if (full !== value) editor.set(element, { name, resourceId: attributeIds[name] }, full)
  }
}

/** No two applications on a device may have one authority (INSTALL_FAILED_CONFLICTING_PROVIDER). */
function rewriteAuthorities (
  editor: BinaryXmlEditor,
  element: BinaryElement,
  { from, to, providers }: Renaming,
  told: Wording[],
  refuse: (refused: RefusedEdit) => Error
): void {
  if (element.name !== 'provider') return
  const value = androidValue(element, 'authorities')
  if (value === undefined) return
  const entry = `provider ${String(androidValue(element, 'name') ?? '')}`
  if (typeof value !== 'string') {
    const reason = phrase('rename.inResources')
    throw refuse({ what: 'authorities', value: JSON.stringify(value), entry, reason })
  }
  const renamed = value
    .split(';')
    .map(authority => {
      const given = providers[authority]
      if (given !== undefined) return given
      if (isHeld(authority, from)) return to + authority.slice(from.length)
      throw refuse({
        what: 'authorities',
        value: authority,
        entry,
        reason: phrase('rename.authority', { from })
      })
    })
    .join(';')
  if (renamed === value) return
  editor.set(element, { name: 'authorities', resourceId: attributeIds.authorities }, renamed)
  told.push(phrase('rename.authorities', { value, renamed }))
}

function rewriteNames (
  editor: BinaryXmlEditor,
  element: BinaryElement,
  { from, to }: Renaming,
  told: Wording[]
): void {
  const names: AttributeName[] = ownNames.includes(element.name) ? ['name', ...ownAttributes] : ownAttributes
  for (const name of names) {
    const value = androidValue(element, name)
    if (typeof value !== 'string' || !isHeld(value, from)) continue
    const renamed = to + value.slice(from.length)
    editor.set(element, { name, resourceId: attributeIds[name] }, renamed)
    told.push(phrase('rename.became', { element: element.name, name, value, renamed }))
  }
  // Whether the game's code asks for the one or the other, the manifest does not tell.
  for (const { name, value, resourceId } of element.attributes) {
    const isClass = (classNames[element.name] ?? []).some(each => attributeIds[each] === resourceId)
    if (isClass || element.name === 'manifest' || typeof value !== 'string' || !isHeld(value, from)) continue
    // The new name may begin with the old one.
    if (!isHeld(value, to)) told.push(phrase('rename.stays', { element: element.name, name, value }))
  }
}

function isHeld (value: string, name: string): boolean {
  return value === name || value.startsWith(`${name}.`) || value.startsWith(`${name}:`)
}
