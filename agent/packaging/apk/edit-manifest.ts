import type { BinaryElement } from '../../formats/android/binary-xml.js'
import { BinaryXmlEditor } from '../../formats/android/edit-binary-xml.js'
import type { AttributeKey } from '../../formats/android/edit-binary-xml.js'
import {
  androidValue,
  attributeIds,
  childrenNamed,
  plainValue
} from '../../formats/android/manifest-element.js'
import type { AttributeName } from '../../formats/android/manifest-element.js'
import { renamePackage } from './rename-package.js'
import type { RefusedEdit } from './rename-package.js'
import { ReasonError } from '../../error-text.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** What becomes of a manifest; what is not named stays. */
export interface ManifestEdit {
  version?: string
  build?: number
  package?: string
  /** A text, or the resource that it is. */
  label?: string | { resource: number }
  /** By name; null removes one. */
  metaData?: Record<string, string | number | boolean | null>
  /** New provider authorities by the old ones. */
  providers?: Record<string, string>
}

export interface EditedManifest {
  bytes: Buffer
  /** Where the package name changed. */
  renamed?: { from: string, to: string }
  /** What was rewritten or left besides what was asked for. */
  told: Wording[]
}

export type { RefusedEdit }

/** The manifest of an APK, edited. Throws what `refuse` makes of an edit that is not safe. */
export function editManifest (
  bytes: Buffer,
  edit: ManifestEdit,
  refuse: (refused: RefusedEdit) => Error
): EditedManifest {
  const editor = new BinaryXmlEditor(bytes)
  const { root } = editor.document
  const told: Wording[] = []
  if (edit.version !== undefined) editor.set(root, android('versionName'), edit.version)
  if (edit.build !== undefined) {
    editor.set(root, android('versionCode'), edit.build)
    editor.remove(root, android('versionCodeMajor'))
  }
  const [application] = root.children.filter(({ name }) => name === 'application')
  if (application === undefined) throw new ReasonError(phrase('manifest.noApplication'))
  if (edit.label !== undefined) setLabel(editor, application, edit.label)
  for (const [name, value] of Object.entries(edit.metaData ?? {})) {
    setMetaData(editor, application, name, value)
  }
  const from = plainValue(root, 'package')
  const to = edit.package
  if (to === undefined || to === from) return { bytes: editor.bytes(), told }
  if (typeof from !== 'string') throw new ReasonError(phrase('manifest.noPackage'))
  told.push(...renamePackage(editor, { from, to, providers: edit.providers ?? {} }, refuse))
  return { bytes: editor.bytes(), renamed: { from, to }, told }
}

function android (name: AttributeName): AttributeKey {
  return { name, resourceId: attributeIds[name] }
}

/** That of the application, and of what stands in launchers under a label of its own. */
function setLabel (
  editor: BinaryXmlEditor,
  application: BinaryElement,
  label: string | { resource: number }
): void {
  editor.set(application, android('label'), label)
  for (const element of launchers(application)) {
    if (androidValue(element, 'label') !== undefined) editor.set(element, android('label'), label)
  }
}

/** The activities that a launcher shows. */
export function launchers (application: BinaryElement): BinaryElement[] {
  return application.children.filter(element =>
    (element.name === 'activity' || element.name === 'activity-alias') &&
    childrenNamed(element, 'intent-filter').some(filter =>
      childrenNamed(filter, 'category').some(category =>
        /^android\.intent\.category\.(LEANBACK_)?LAUNCHER$/.test(String(androidValue(category, 'name')))
      )
    )
  )
}

function setMetaData (
  editor: BinaryXmlEditor,
  application: BinaryElement,
  name: string,
  value: string | number | boolean | null
): void {
  const known = application.children.filter(element =>
    element.name === 'meta-data' && androidValue(element, 'name') === name
  )
  if (value === null) {
    for (const element of known) editor.removeElement(application, element)
    return
  }
  const [element = editor.add(application, 'meta-data')] = known
  editor.set(element, android('name'), name)
  editor.remove(element, android('resource'))
  editor.set(element, android('value'), value)
}
